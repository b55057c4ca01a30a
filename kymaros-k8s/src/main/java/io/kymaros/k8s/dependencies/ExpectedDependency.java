package io.kymaros.k8s.dependencies;

import io.kymaros.k8s.api.RestoreTestSpec.Dependency;
import java.util.OptionalInt;

/**
 * A service of another namespace that the application is expected to need.
 *
 * @param name the Service
 * @param namespace its namespace
 * @param port its port, where one was named
 * @param foundIn {@code declared}, or the object that names it
 */
public record ExpectedDependency(String name, String namespace, OptionalInt port, String foundIn) {
    static final String DECLARED = "declared";

    /** One of {@code spec.dependencies}. */
    static ExpectedDependency declared(Dependency dependency) {
        OptionalInt port = dependency.port() == null ? OptionalInt.empty() : OptionalInt.of(dependency.port());
        return new ExpectedDependency(dependency.name(), dependency.namespace(), port, DECLARED);
    }

    boolean sameService(ExpectedDependency other) {
        return name.equals(other.name) && namespace.equals(other.namespace);
    }

    /** Whether this says all that the other does. */
    boolean covers(ExpectedDependency other) {
        return sameService(other)
                && (other.port.isEmpty() || other.port.equals(port) || foundIn.equals(DECLARED) && port.isEmpty());
    }

    String shown() {
        return "Service " + namespace + "/" + name;
    }
}
