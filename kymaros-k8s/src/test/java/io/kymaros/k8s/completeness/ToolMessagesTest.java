package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolMessagesTest {
    private static final ResourceType CONFIG_MAPS = new ResourceType(new ObjectKind("v1", "ConfigMap"), "configmaps");
    private static final ResourceType DEPLOYMENTS =
            new ResourceType(new ObjectKind("apps/v1", "Deployment"), "deployments");
    private static final ResourceType ROLES =
            new ResourceType(new ObjectKind("rbac.authorization.k8s.io/v1", "Role"), "roles");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error restoring configmaps/rp-test-1/db: configmaps \"db\" is forbidden: exceeded quota",
                "error preparing configmaps/rp-test-1/db: rpc error",
                "rp-test-1: could not restore, ConfigMap:db already exists. Warning: the in-cluster version is different",
                "rp-test-1: could not restore, ConfigMap \"db\" already exists. Warning: the in-cluster version differs",
                "rp-test-1: configmaps \"db\" not found",
                "additional items for configmaps/rp-test-1/db are not ready to use"
            })
    void messageThatNamesTheObjectIsAboutIt(String message) {
        assertThat(new ToolMessages(List.of(message)).about(CONFIG_MAPS, "rp-test-1", "db"))
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error restoring configmaps/rp-test-1/db-2: denied",
                "error restoring configmaps/rp-test-1/my-db: denied",
                "error restoring configmaps/rp-test-1/db.old: denied",
                "error restoring configmaps/rp-test-12/db: denied",
                "error restoring configmaps/rp-test-1-2/db: denied",
                "error restoring secrets/rp-test-1/db: denied",
                "error restoring configmaps.example.org/rp-test-1/db: denied",
                "error restoring myconfigmaps/rp-test-1/db: denied",
                "error restoring secrets/rp-test-1/tls: it needs configmaps/rp-test-1/db: which is not there",
                "rp-test-2: could not restore, ConfigMap:db already exists. Warning: the in-cluster version is different",
                "could not restore, ConfigMap:db already exists. Warning: the in-cluster version is different",
                "rp-test-1: could not restore, ConfigMap:db-2 already exists. Warning: the in-cluster version is different",
                "rp-test-1: could not restore, MyConfigMap:db already exists.",
                "rp-test-1: configmaps \"db-2\" not found",
                "rp-test-1: secrets \"tls\" is forbidden: configmaps \"db\" is missing"
            })
    void messageAboutAnotherObjectIsNot(String message) {
        assertThat(new ToolMessages(List.of(message)).about(CONFIG_MAPS, "rp-test-1", "db"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error restoring deployments.apps/rp-test-1/db: denied",
                "rp-test-1: deployments.apps \"db\" is forbidden: denied"
            })
    void typesOfAGroupAreNamedWithIt(String message) {
        ToolMessages messages = new ToolMessages(List.of(message));
        assertThat(messages.about(DEPLOYMENTS, "rp-test-1", "db")).contains(message);
        assertThat(messages.about(CONFIG_MAPS, "rp-test-1", "db")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error restoring roles.rbac.authorization.k8s.io/rp-test-1/system:db: denied",
                "rp-test-1: could not restore, Role:system:db already exists. Warning: it is different"
            })
    void nameMayHoldAColon(String message) {
        ToolMessages messages = new ToolMessages(List.of(message));
        assertThat(messages.about(ROLES, "rp-test-1", "system:db")).contains(message);
        assertThat(messages.about(ROLES, "rp-test-1", "system")).isEmpty();
        assertThat(messages.about(ROLES, "rp-test-1", "db")).isEmpty();
    }
}
