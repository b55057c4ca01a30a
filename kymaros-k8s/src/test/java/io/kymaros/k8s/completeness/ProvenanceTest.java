package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.ImmutableRestoreOutcome;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoredObjects;
import io.kymaros.k8s.backup.RestoredObjects.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvenanceTest extends CompletenessCase {
    private static final ObjectKind SECRET = new ObjectKind("v1", "Secret");
    private static final String DIFFERENT = SANDBOX + ": could not restore, Secret:login already exists. Warning: the"
            + " in-cluster version is different than the backed-up version";

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CREATED", "UPDATED", "SKIPPED"})
    void whatTheToolBroughtBackOrFoundTheSameIsSound(Action action) {
        login();
        assertThat(secret(listed(action)).standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void whatWasThereAlreadyAndDiffersIsNotTheBackups() {
        login();
        RestoreOutcome told = listed(Action.SKIPPED)
                .evidence(RestoreEvidence.builder()
                        .from(listed(Action.SKIPPED).build().evidence())
                        .addWarningMessages(DIFFERENT)
                        .warnings(1)
                        .build())
                .build();
        ObjectEvidence secret = secret(told);
        assertThat(secret.standing()).isEqualTo(Standing.BAD);
        assertThat(secret.defect().map(ObjectDefect::reason)).contains("CompletenessNotFromBackup");
        assertThat(secret.defect().orElseThrow().message()).contains("somebody else has made one", "is different");
    }

    @Test
    void whatTheToolFailedToRestoreIsNotTheBackups() {
        login();
        assertThat(secret(listed(Action.FAILED)).standing()).isEqualTo(Standing.BAD);
    }

    @Test
    void whatTheToolsListDoesNotNameIsNotTheBackups() {
        login();
        ObjectEvidence secret = secret(restored().restoredObjects(new RestoredObjects(Map.of())));
        assertThat(secret.standing()).isEqualTo(Standing.BAD);
        assertThat(secret.defect().orElseThrow().message()).contains("restored none of this name");
    }

    @Test
    void whatTheBackupLeftOutAndSomebodyMadeAnewIsNotTheBackups() {
        login();
        secret(SOURCE);
        ObjectEvidence secret = gatherer()
                .gather(
                        backup,
                        contents(SECRET),
                        sandbox,
                        restored()
                                .restoredObjects(new RestoredObjects(Map.of()))
                                .build())
                .resourceTypes()
                .stream()
                .filter(type -> type.resourceType().equals("Secret"))
                .flatMap(type -> type.objects().stream())
                .findFirst()
                .orElseThrow();
        assertThat(secret.standing()).isEqualTo(Standing.BAD);
    }

    @Test
    void withoutTheToolsListTheOriginIsNotKnown() {
        login();
        ObjectEvidence secret = secret(restored().restoredObjectsUnknown("storage is away"));
        assertThat(secret.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(secret.defect().orElseThrow().message()).contains("storage is away");
    }

    @Test
    void whereAToolKeepsNoListANameHasToDo() {
        login();
        assertThat(secret(restored()).standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void whatWasBroughtBackAndIsGoneAgainIsNotTheBackupsFault() {
        ObjectEvidence secret = secret(listed(Action.CREATED));
        assertThat(secret.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(secret.toolMessage().orElse("")).contains("somebody has deleted it");
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"SKIPPED", "FAILED"})
    void whatIsMissingAndWasNotBroughtBackIsALoss(Action action) {
        assertThat(secret(listed(action)).standing()).isEqualTo(Standing.BAD);
    }

    private static ImmutableRestoreOutcome.Builder listed(Action action) {
        return restored()
                .restoredObjects(new RestoredObjects(Map.of(SECRET, Map.of(new ObjectName(SANDBOX, "login"), action))));
    }

    private ObjectEvidence secret(ImmutableRestoreOutcome.Builder outcome) {
        return secret(outcome.build());
    }

    private ObjectEvidence secret(RestoreOutcome outcome) {
        return gatherer().gather(backup, contents(SECRET, "login"), sandbox, outcome).resourceTypes().stream()
                .filter(type -> type.resourceType().equals("Secret"))
                .flatMap(type -> type.objects().stream())
                .findFirst()
                .orElseThrow();
    }

    private void login() {
        cluster.create(secretIn(SANDBOX), AFTER);
    }

    private void secret(String namespace) {
        cluster.create(secretIn(namespace), BEFORE);
    }

    private static Secret secretIn(String namespace) {
        return new SecretBuilder()
                .withMetadata(meta(namespace, "login").build())
                .build();
    }
}
