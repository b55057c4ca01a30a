package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoredTypesTest {
    private static final RestoredTypes NONE_LISTED = new RestoredTypes(List.of());

    @ParameterizedTest
    @CsvSource({"secrets,''", "pods,''", "deployments,apps", "cronjobs,batch", "roles,rbac.authorization.k8s.io"})
    void anApplicationsPartsComeBack(String plural, String group) {
        assertThat(NONE_LISTED.include(plural, group)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "networkpolicies,networking.k8s.io",
        "ingresses,networking.k8s.io",
        "resourcequotas,''",
        "limitranges,''",
        "endpoints,''",
        "endpointslices,discovery.k8s.io",
        "leases,coordination.k8s.io",
        "events,''",
        "persistentvolumes,''",
        "clusterrolebindings,rbac.authorization.k8s.io",
        "namespaces,''"
    })
    void whatWouldReachOutOfTheSandboxStaysOut(String plural, String group) {
        assertThat(NONE_LISTED.include(plural, group)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "certificates,cert-manager.io",
        "clusters,postgresql.cnpg.io",
        "schedules,velero.io",
        "restoretests,restore.kymaros.io",
        "httproutes,gateway.networking.k8s.io",
        "volumesnapshots,snapshot.storage.k8s.io",
        "deployments,''",
        "secrets,example.org"
    })
    void customResourcesStayOut(String plural, String group) {
        assertThat(NONE_LISTED.include(plural, group)).isFalse();
    }

    @Test
    void customResourcesThatATestListsComeBack() {
        RestoredTypes types =
                new RestoredTypes(List.of("widgets.example.org", "clusters.postgresql.cnpg.io", "widgets.example.org"));
        assertThat(types.include("clusters", "postgresql.cnpg.io")).isTrue();
        assertThat(types.include("backups", "postgresql.cnpg.io")).isFalse();
        assertThat(types.names())
                .doesNotHaveDuplicates()
                .containsAll(NONE_LISTED.names())
                .endsWith("clusters.postgresql.cnpg.io", "widgets.example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "apps", "batch", "policy", "networking.k8s.io", "rbac.authorization.k8s.io", "storage.k8s.io"
            })
    void groupsOfKubernetes(String group) {
        assertThat(RestoredTypes.isKubernetes(group)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.networking.k8s.io",
                "snapshot.storage.k8s.io",
                "metrics.k8s.io",
                "cluster.x-k8s.io",
                "route.openshift.io",
                "apps.example.org"
            })
    void groupsOfOthers(String group) {
        assertThat(RestoredTypes.isKubernetes(group)).isFalse();
    }
}
