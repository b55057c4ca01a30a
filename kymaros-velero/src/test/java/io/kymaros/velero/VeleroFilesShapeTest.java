package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.velero.ResourceListFile.ResourceList;
import io.kymaros.velero.RestoreResultsFile.Results;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files as a Velero 1.18.3 server wrote them, and files that nobody should have written. */
class VeleroFilesShapeTest {
    private static final String RESOURCES = """
            {"apps/v1/Deployment":["shop/api"],"rbac.authorization.k8s.io/v1/RoleBinding":["shop/system:view"],
            "v1/Namespace":["shop"],"v1/PersistentVolume":["pv-1"],"v1/Secret":["shop/s1","shop/s2"],"v1/Pod":null}
            """;
    private static final String VOLUMES = """
            [{"pvcName":"data","pvcNamespace":"shop","pvName":"pv-1","snapshotDataMoved":false,"skipped":true,
            "skippedReason":"volumeSnapshot: no applicable volumesnapshotter found;",
            "pvInfo":{"reclaimPolicy":"Retain","labels":null}},
            {"pvcName":"logs","pvcNamespace":"shop","pvName":"pv-2","backupMethod":"PodVolumeBackup","skipped":false,
            "result":"succeeded","pvbInfo":{"size":7,"Phase":"Completed"},"pvInfo":{"reclaimPolicy":"Delete"}},
            {"backupMethod":"PodVolumeBackup","skipped":false,"result":"succeeded"}]
            """;
    private static final String RESULTS = """
            {"errors":{"velero":["unexpected EOF"],
            "namespaces":{"box":["error restoring services/box/api: \\u001b[31mred\\nline"]}},
            "warnings":{"cluster":["could not restore, PersistentVolume:pv already exists"],
            "namespaces":{"box":["could not restore, ConfigMap:kube-root-ca.crt already exists"]}}}
            """;

    @Example
    void resourceListHoldsNamespacedObjectsByKind() throws IOException {
        ResourceList list = ResourceListFile.parse(json(RESOURCES));
        assertThat(list.volumes()).containsExactly("pv-1");
        assertThat(list.claims()).isEmpty();
        assertThat(list.objects())
                .containsOnlyKeys(
                        new ObjectKind("apps/v1", "Deployment"),
                        new ObjectKind("rbac.authorization.k8s.io/v1", "RoleBinding"),
                        new ObjectKind("v1", "Secret"))
                .containsEntry(
                        new ObjectKind("v1", "Secret"),
                        List.of(new ObjectName("shop", "s1"), new ObjectName("shop", "s2")));
    }

    @Example
    void resourceListOfAnotherShapeIsRefused() {
        for (String wrong : List.of("", "[]", "{\"Secret\":[\"a/b\"]}", "{\"v1/Secret\":{}}", "{\"v1/Secret\":[7]}")) {
            assertThatThrownBy(() -> ResourceListFile.parse(json(wrong)))
                    .as(wrong)
                    .isInstanceOf(IOException.class);
        }
    }

    @Property
    void resourceListComesBackAsWritten(@ForAll("resources") Map<String, List<String>> written) throws IOException {
        String text = new ObjectMapper().writeValueAsString(written);
        Map<String, List<String>> read = ResourceListFile.parse(json(text)).objects().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), entry -> entry.getValue().stream()
                        .map(ObjectName::toString)
                        .toList()));
        assertThat(read).isEqualTo(written);
    }

    @Property(tries = 200)
    void aFileThatBreaksOffIsAnIoError(@ForAll @IntRange(max = 10_000) int at) {
        assertBreaksOff(RESOURCES, at, ResourceListFile::parse);
        assertBreaksOff(VOLUMES, at, VolumeInfosFile::parse);
        assertBreaksOff(RESULTS, at, RestoreResultsFile::parse);
    }

    @Example
    void volumeInfosTellWhichDataIsMissing() throws IOException {
        List<VolumeInfo> volumes = VolumeInfosFile.parse(json(VOLUMES));
        assertThat(volumes).hasSize(3);
        assertThat(volumes.get(0).claim()).contains(new ObjectName("shop", "data"));
        assertThat(volumes.get(0).whyNoData())
                .contains("the backup skipped it (volumeSnapshot: no applicable volumesnapshotter found;)");
        assertThat(volumes.get(0).restoredAsItWas()).isTrue();
        assertThat(volumes.get(1).whyNoData()).isEmpty();
        assertThat(volumes.get(1).restoredAsItWas()).isFalse();
        assertThat(volumes.get(2).claim()).isEmpty();
        assertThat(VolumeInfosFile.parse(json("null"))).isEmpty();
    }

    @Example
    void aVolumeWithoutMethodOrWithFailedResultHasNoData() throws IOException {
        List<VolumeInfo> volumes = VolumeInfosFile.parse(json("""
                [{"pvcName":"a","pvcNamespace":"n"},
                {"pvcName":"b","pvcNamespace":"n","backupMethod":"CSISnapshot","result":"failed"},
                {"pvcName":"c","pvcNamespace":"n","backupMethod":"NativeSnapshot"}]
                """));
        assertThat(volumes.get(0).whyNoData()).contains("no snapshot was taken and no files were copied");
        assertThat(volumes.get(1).whyNoData()).contains("saving its data by CSISnapshot failed");
        assertThat(volumes.get(2).whyNoData()).isEmpty();
        assertThat(volumes.get(2).nativeSnapshot()).isTrue();
    }

    /** The shapes that Velero writes for each method, as far as they tell whether the data is there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'backupMethod':'NativeSnapshot','result':'succeeded'} | true",
                "{'backupMethod':'NativeSnapshot','result':'failed'} | false",
                "{'backupMethod':'NativeSnapshot','nativeSnapshotInfo':{'Phase':'Completed'}} | true",
                "{'backupMethod':'NativeSnapshot','nativeSnapshotInfo':{'Phase':'Failed'}} | false",
                "{'backupMethod':'PodVolumeBackup','result':'succeeded','pvbInfo':{'size':0,'Phase':'Completed'}} | true",
                "{'backupMethod':'PodVolumeBackup','result':'failed','pvbInfo':{'Phase':'Canceled'}} | false",
                "{'backupMethod':'PodVolumeBackup','pvbInfo':{'Phase':'InProgress'}} | false",
                "{'backupMethod':'CSISnapshot','result':'succeeded','csiSnapshotInfo':{'ReadyToUse':true}} | true",
                "{'backupMethod':'CSISnapshot','csiSnapshotInfo':{'ReadyToUse':true}} | true",
                "{'backupMethod':'CSISnapshot','csiSnapshotInfo':{'ReadyToUse':null}} | true",
                "{'backupMethod':'CSISnapshot','csiSnapshotInfo':{'ReadyToUse':false}} | false",
                "{'backupMethod':'CSISnapshot','result':'failed','csiSnapshotInfo':{'ReadyToUse':true}} | false",
                "{'backupMethod':'CSISnapshot','snapshotDataMoved':true,'result':'succeeded',"
                        + "'csiSnapshotInfo':{},'snapshotDataMovementInfo':{'Phase':'Completed'}} | true",
                "{'backupMethod':'CSISnapshot','snapshotDataMoved':true,"
                        + "'csiSnapshotInfo':{},'snapshotDataMovementInfo':{'Phase':'Completed'}} | true",
                "{'backupMethod':'CSISnapshot','snapshotDataMoved':true,"
                        + "'csiSnapshotInfo':{},'snapshotDataMovementInfo':{'Phase':'Failed'}} | false",
                "{'backupMethod':'CSISnapshot','snapshotDataMoved':true,"
                        + "'csiSnapshotInfo':{},'snapshotDataMovementInfo':{'Phase':'Canceled'}} | false",
                "{'backupMethod':'CSISnapshot','result':'canceled'} | false",
                "{'skipped':true,'skippedReason':'opted out due to annotation in pod api'} | false",
                "{'skipped':false} | false",
                "{'backupMethod':''} | false",
            })
    void eachMethodTellsWhetherTheDataIsThere(String entry, boolean data) throws IOException {
        List<VolumeInfo> volumes = VolumeInfosFile.parse(json("[" + entry.replace('\'', '"') + "]"));
        assertThat(volumes.get(0).whyNoData().isEmpty()).isEqualTo(data);
    }

    @Example
    void restoreResultsAreCleanLinesThatNameTheirNamespace() throws IOException {
        Results results = RestoreResultsFile.parse(json(RESULTS));
        assertThat(results.errors())
                .containsExactly("unexpected EOF", "error restoring services/box/api: [31mred line");
        assertThat(results.warnings())
                .containsExactly(
                        "could not restore, PersistentVolume:pv already exists",
                        "box: could not restore, ConfigMap:kube-root-ca.crt already exists");
        assertThat(RestoreResultsFile.parse(json("{\"errors\":{},\"warnings\":{}}")))
                .isEqualTo(Results.NONE);
    }

    @Example
    void restoreResultsKeepTheFirstTenThousandMessages() throws IOException {
        String many = IntStream.range(0, 12_000).mapToObj(i -> "\"m" + i + "\"").collect(Collectors.joining(","));
        Results results = RestoreResultsFile.parse(
                json("{\"warnings\":{\"velero\":[" + many + "]},\"errors\":{\"velero\":[\"e\"]}}"));
        assertThat(results.warnings()).hasSize(10_000).startsWith("m0").endsWith("m9999");
        assertThat(results.errors()).containsExactly("e");
    }

    @Property
    void messagesAreOneHarmlessLine(@ForAll @StringLength(max = 2_000) String text) {
        String clean = Messages.clean(text);
        assertThat(clean.codePoints()
                        .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                .isEmpty();
        assertThat(clean.length()).isLessThanOrEqualTo(1_000);
        assertThat(Messages.clean(clean)).isEqualTo(clean);
    }

    @Provide
    Arbitrary<Map<String, List<String>>> resources() {
        Arbitrary<String> name =
                Arbitraries.strings().withChars("ab:.-/ü\"\\").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> object = name.filter(text -> !text.startsWith("/")).map(text -> "ns/" + text);
        Arbitrary<String> kind = Arbitraries.strings()
                .withChars("Abv1./")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(text -> !text.startsWith("/"))
                .map(text -> text + "/Kind");
        return Arbitraries.maps(kind, object.list().ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(4)
                .map(LinkedHashMap::new);
    }

    private static <T> void assertBreaksOff(String whole, int at, FileParser<T> parser) {
        String file = whole.strip();
        String broken = file.substring(0, at % file.length());
        assertThatThrownBy(() -> parser.parse(json(broken))).as(broken).isInstanceOf(IOException.class);
    }

    private static JsonParser json(String text) throws IOException {
        return new JsonFactory().createParser(text);
    }
}
