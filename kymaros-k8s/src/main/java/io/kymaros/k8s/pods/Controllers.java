package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** Which controller an object belongs to. */
final class Controllers {
    private Controllers() {}

    /** The controller that made an object, or has adopted it; empty for an object that nothing makes again. */
    static Optional<OwnerReference> of(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }
}
