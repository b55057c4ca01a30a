package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kymaros.k8s.backup.Backup;
import java.util.Map;

/** Pods and Services as tests of probes need them. */
final class Probing {
    static final String SANDBOX = "rp-test-a3f2c1";
    static final String SECOND = "rp-test-a3f2c1-2";

    /** A backup of which nothing is known but its name. */
    static final Backup BACKUP =
            Backup.builder().toolNamespace("velero").name("shop").uid("b1").build();

    private Probing() {}

    static Pod pod(String namespace, String name, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("app", "api"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .addNewPort()
                .withName("web")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    static ServiceBuilder service(String namespace, String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Map.of("app", "api"))
                .addNewPort()
                .withPort(80)
                .withNewTargetPort("web")
                .endPort()
                .endSpec();
    }

    static Service externalName(String name, String host) {
        return service(SANDBOX, name)
                .editSpec()
                .withType("ExternalName")
                .withExternalName(host)
                .endSpec()
                .build();
    }
}
