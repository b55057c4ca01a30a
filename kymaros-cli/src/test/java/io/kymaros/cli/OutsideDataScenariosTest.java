package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import org.junit.jupiter.api.Test;

/** Data of which no backup speaks, because no claim stands for it. */
class OutsideDataScenariosTest extends Scenarios {
    OutsideDataScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void dataInADirectoryOfTheNodeAndInAnExportIsLost() {
        store("outside").backUp();
        test("outside", "shop", "15m", "");

        run("outside");

        documented(
                "A Deployment keeps its data in a directory of the node and in an NFS export that it names itself",
                "outside");
    }

    @Test
    void dataOutsideOfClaimsCanBeIgnoredWithAReason() {
        store("elsewhere").backUp();
        test(
                "elsewhere",
                "shop",
                "15m",
                "ignoredLosses: [{kind: Volume, name: store/*, reason: the storage team copies both every hour}]");

        run("elsewhere");

        RestoreReportStatus status =
                documented("The same, and the test says that the data is backed up elsewhere", "elsewhere");
        assertThat(status.summary()).contains("Lost, but ignored by the test: Volume/store/data, Volume/store/media");
    }

    private Shop store(String namespace) {
        Shop shop = new Shop(cluster, namespace).deploy();
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: store, namespace: %s}
                spec:
                  selector: {matchLabels: {app: store}}
                  template:
                    metadata: {labels: {app: store}}
                    spec:
                      containers:
                      - name: store
                        image: example/store
                        volumeMounts: [{name: data, mountPath: /data}, {name: media, mountPath: /media}]
                      volumes:
                      - {name: data, hostPath: {path: /srv/store, type: DirectoryOrCreate}}
                      - {name: media, nfs: {server: nfs.example.org, path: /exports/media}}
                """.formatted(namespace));
        cluster.kubectl("-n", namespace, "rollout", "status", "deployment/store", "--timeout=60s")
                .orFail();
        return shop;
    }
}
