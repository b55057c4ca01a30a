package io.kymaros.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.ImmutableRestoreRequest;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.sandbox.ResourcePatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * What every {@link BackupProvider} keeps to, as tests. Extend it with a tool that tests can handle:
 *
 * <pre>{@code
 * class MyProviderTest extends BackupProviderContract {
 *     @Override
 *     protected TestedTool tool() {
 *         return new MyTestedTool(cluster);
 *     }
 * }
 * }</pre>
 *
 * <p>The tests make namespaces with random names, each with a ConfigMap and a Secret, and leave them behind. They say
 * nothing of speed; one that takes five minutes has hung.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class BackupProviderContract {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** For the subclass. */
    protected BackupProviderContract() {}

    /** The tool to be tested; asked for anew by each step of a test. */
    protected abstract TestedTool tool();

    /** No test leaves a halted tool to the next. */
    @AfterEach
    final void resume() {
        tool().resume();
    }

    /** {@code spec.backupSource.provider} is a word that people type. */
    @Test
    void theNameIsAWord() {
        assertThat(tool().provider().name()).matches("[a-z][a-z0-9-]*");
    }

    @Test
    void aNamedBackupIsFound() {
        Application shop = Application.in(tool());
        tool().backUp(shop.backup(), shop.namespace(), Map.of());

        Backup found = tool().provider().find(named(shop.backup(), shop.namespace()));

        assertThat(found.name()).isEqualTo(shop.backup());
        assertThat(found.toolNamespace()).isEqualTo(tool().namespace());
        assertThat(found.uid()).isNotBlank();
        assertThat(found.includedNamespaces()).isSubsetOf(shop.namespace());
        assertThat(tool().provider().find(named(shop.backup(), shop.namespace())))
                .as("asked again")
                .isEqualTo(found);
    }

    @Test
    void latestIsTheNewestBackupThatCanBeUsed() throws InterruptedException {
        Application shop = Application.in(tool());
        String older = shop.backup() + "-older";
        String newer = shop.backup() + "-newer";
        tool().backUp(older, shop.namespace(), Map.of());
        Application.awaitNextSecond();
        tool().backUp(newer, shop.namespace(), Map.of());
        BackupRequest latest = named(BackupRequest.LATEST, shop.namespace());

        assertThat(tool().provider().find(latest).name()).isEqualTo(newer);
        tool().spoil(newer);
        assertThat(tool().provider().find(latest).name())
                .as("the newest is spoilt")
                .isEqualTo(older);
        assertObstacle(() -> tool().provider().find(named(newer, shop.namespace())), newer);
    }

    @Test
    void latestHoldsTheNamespaceAndHasTheLabelsThatAreAskedFor() throws InterruptedException {
        Application shop = Application.in(tool());
        Application other = Application.in(tool());
        String labelled = shop.backup() + "-labelled";
        tool().backUp(labelled, shop.namespace(), Map.of("tier", shop.namespace()));
        Application.awaitNextSecond();
        tool().backUp(shop.backup(), shop.namespace(), Map.of("tier", "other"));
        Application.awaitNextSecond();
        tool().backUp(other.backup(), other.namespace(), Map.of("tier", shop.namespace()));

        BackupRequest latest = BackupRequest.builder()
                .from(named(BackupRequest.LATEST, shop.namespace()))
                .putLabelSelector("tier", shop.namespace())
                .build();

        assertThat(tool().provider().find(latest).name()).isEqualTo(labelled);
    }

    @Test
    void aBackupThatIsNotThereIsAnObstacle() {
        Application shop = Application.in(tool());
        tool().backUp(shop.backup(), shop.namespace(), Map.of());
        String missing = shop.backup() + "-missing";
        BackupRequest unheardOf = BackupRequest.builder()
                .from(named(BackupRequest.LATEST, shop.namespace()))
                .putLabelSelector("tier", missing)
                .build();

        assertObstacle(() -> tool().provider().find(named(missing, shop.namespace())), missing);
        assertObstacle(() -> tool().provider().find(unheardOf), missing);
        assertObstacle(() -> tool().provider().find(named(shop.backup(), missing)), missing);
        assertObstacle(() -> tool().provider().find(named(BackupRequest.LATEST, missing)), missing);
    }

    @Test
    void contentsAreNamesAndNothingElse() {
        Application shop = Application.in(tool());

        BackupContents contents = tool().provider().contents(backUp(shop));

        assertThat(contents.objects().get(new ObjectKind("v1", "ConfigMap")))
                .contains(new ObjectName(shop.namespace(), Application.CONFIG_MAP));
        assertThat(contents.objects().get(new ObjectKind("v1", "Secret")))
                .contains(new ObjectName(shop.namespace(), Application.SECRET));
        assertThat(contents.toString()).doesNotContain(Application.CONFIDENTIAL, Application.CONFIDENTIAL_IN_BASE64);
    }

    @Test
    void theRunGoesOnWhenTheListsCanNotBeRead() throws InterruptedException {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        tool().loseLists(shop.backup());
        BackupProvider provider = tool().provider();

        Throwable thrown = catchThrowable(() -> provider.contents(backup));
        RestoreHandle handle = provider.start(shop.restored(backup));
        RestoreOutcome outcome = provider.await(handle, LONG, text -> {});

        assertThat(thrown).isInstanceOf(EvidenceUnavailableException.class);
        EvidenceGap gap = ((EvidenceUnavailableException) thrown).gap(Level.COMPLETENESS);
        assertThat(gap.reason()).matches("[A-Z][A-Za-z]+");
        assertThat(gap.message()).contains(shop.backup());
        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
    }

    @Test
    void aRestoreIsAskedForAndNotWaitedFor() {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        BackupProvider provider = tool().provider();
        provider.contents(backup);
        tool().halt();

        RestoreHandle handle = provider.start(shop.restored(backup));

        assertThat(handle.name()).isEqualTo(shop.sandbox());
        assertThat(handle.toolNamespace()).isEqualTo(tool().namespace());
        assertThat(shop.restoredConfigMap()).isEmpty();
    }

    @Test
    void theBackupComesBackInTheSandboxAndItsSourceStaysAsItWas() throws InterruptedException {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        String before = shop.versions();

        RestoreOutcome outcome = restore(shop.restored(backup));

        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
        assertThat(shop.restoredConfigMap()).contains(Map.of("colour", "green"));
        assertThat(shop.restoredSecret()).contains(Application.CONFIDENTIAL_IN_BASE64);
        assertThat(shop.versions()).isEqualTo(before);
    }

    @Test
    void whatIsOutsideTheMappingIsNotRestored() throws InterruptedException {
        Application shop = Application.in(tool());
        Application other = Application.in(tool());
        RestoreRequest request = ImmutableRestoreRequest.copyOf(shop.restored(backUp(shop)))
                .withNamespaceMapping(Map.of(other.namespace(), shop.sandbox()));
        shop.deleteConfigMap();

        try {
            restore(request);
        } catch (ObstacleException e) {
            // To refuse such a request is as good.
        }

        assertThat(shop.hasConfigMap()).as("restored where it was").isFalse();
        assertThat(shop.restoredConfigMap()).isEmpty();
    }

    @Test
    void whatIsNotNamedStaysAwayAndWhatIsPatchedComesBackChanged() throws InterruptedException {
        Application shop = Application.in(tool());
        RestoreRequest request = ImmutableRestoreRequest.copyOf(shop.restored(backUp(shop)))
                .withResources("configmaps")
                .withPatches(new ResourcePatch("configmaps", "{\"data\":{\"colour\":\"red\"}}", "paints it red"));

        restore(request);

        assertThat(shop.restoredConfigMap()).contains(Map.of("colour", "red"));
        assertThat(shop.restoredSecret()).isEmpty();
    }

    @Test
    void theOutcomeSaysHowItEndedAndEachChangeIsToldOnce() throws InterruptedException {
        Application shop = Application.in(tool());
        BackupProvider provider = tool().provider();
        RestoreHandle handle = provider.start(shop.restored(backUp(shop)));
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> toldLater = new CopyOnWriteArrayList<>();

        RestoreOutcome outcome = provider.await(handle, LONG, told::add);
        provider.await(handle, LONG, toldLater::add);

        assertThat(outcome.evidence().tool()).isNotBlank();
        assertThat(outcome.evidence().errors()).isZero();
        assertThat(outcome.evidence().errorMessages()).isEmpty();
        assertThat(outcome.startedAt().orElseThrow())
                .isBeforeOrEqualTo(outcome.completedAt().orElseThrow());
        assertThat(told).isNotEmpty();
        assertEachChangeToldOnce(told);
        assertEachChangeToldOnce(toldLater);
    }

    private static void assertEachChangeToldOnce(List<String> told) {
        assertThat(told).doesNotContain("");
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i)).isNotEqualTo(told.get(i - 1));
        }
    }

    @Test
    void anExplanationTakesNothingBack() throws InterruptedException {
        Application shop = Application.in(tool());
        RestoreRequest request = shop.restored(backUp(shop));
        RestoreHandle handle = tool().provider().start(request);
        RestoreOutcome ended = tool().provider().await(handle, LONG, text -> {});

        // Another provider, as after a restart: an explanation rests on what the tool keeps.
        RestoreOutcome explained = tool().provider().explain(request, handle, ended);

        assertThat(explained.evidence().phase()).isEqualTo(ended.evidence().phase());
        assertThat(explained.evidence().errors()).isEqualTo(ended.evidence().errors());
        assertThat(explained.evidence().warnings()).isEqualTo(ended.evidence().warnings());
        assertThat(explained.evidence().errorMessages())
                .containsAll(ended.evidence().errorMessages());
        assertThat(explained.createdAt()).isEqualTo(ended.createdAt());
        assertThat(explained.startedAt()).isEqualTo(ended.startedAt());
        assertThat(explained.completedAt()).isEqualTo(ended.completedAt());
        assertThat(explained.volumesNotFilled()).as("nothing was lost").isEmpty();
        assertThat(tool().provider().explain(request, handle, ended))
                .as("asked again")
                .isEqualTo(explained);
    }

    @Test
    void askingAgainForTheSameRunDoesNotRestoreTwice() throws InterruptedException {
        Application shop = Application.in(tool());
        RestoreRequest request = shop.restored(backUp(shop));
        RestoreHandle handle = tool().provider().start(request);
        assertThat(tool().provider().start(request)).isEqualTo(handle);
        RestoreOutcome outcome = tool().provider().await(handle, LONG, text -> {});
        shop.deleteRestoredConfigMap();

        assertThat(tool().provider().start(request)).isEqualTo(handle);
        assertThat(tool().provider().await(handle, LONG, text -> {})).isEqualTo(outcome);
        assertThat(shop.restoredConfigMap()).as("restored a second time").isEmpty();
    }

    @Test
    void waitingEndsWhenItsTimeIsOver() {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        BackupProvider provider = tool().provider();
        provider.contents(backup);
        tool().halt();
        RestoreHandle handle = provider.start(shop.restored(backup));

        assertObstacle(() -> provider.await(handle, SHORT, text -> {}), handle.name());
        assertThat(provider.stillRestoring(handle)).isTrue();
    }

    @Test
    void waitingEndsWhenTheRunIsAskedToStop() throws InterruptedException {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        BackupProvider provider = tool().provider();
        provider.contents(backup);
        tool().halt();
        RestoreHandle handle = provider.start(shop.restored(backup));
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread waiting = new Thread(
                () -> ended.set(catchThrowable(() -> provider.await(handle, LONG.multipliedBy(2), text -> {}))));

        waiting.start();
        while (waiting.getState() != Thread.State.WAITING && waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(10);
        }
        waiting.interrupt();
        waiting.join(LONG.toMillis());

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theRestoreStaysAsEvidenceWhenTheRestIsReleased() throws InterruptedException {
        Application shop = Application.in(tool());
        BackupProvider provider = tool().provider();
        RestoreHandle handle = provider.start(shop.restored(backUp(shop)));
        RestoreOutcome outcome = provider.await(handle, LONG, text -> {});

        provider.release(handle);

        assertThat(provider.stillRestoring(handle)).isFalse();
        assertThat(tool().provider().await(handle, LONG, text -> {})).isEqualTo(outcome);
        assertThat(shop.restoredConfigMap()).isNotEmpty();
        assertThatCode(() -> provider.release(handle)).as("a second time").doesNotThrowAnyException();
    }

    /** A tool that finds the sandbox gone may make it again, without isolation. */
    @Test
    void aRestoreThatWasGivenUpDoesNothingLaterUnlessTheToolIsSaidToGoOn() throws InterruptedException {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        BackupProvider provider = tool().provider();
        provider.contents(backup);
        tool().halt();
        RestoreHandle givenUp = provider.start(shop.restored(backup));
        assertThat(provider.stillRestoring(givenUp)).as("before the release").isTrue();
        provider.release(givenUp);
        boolean goesOn = provider.stillRestoring(givenUp);

        tool().resume();
        Application later = Application.in(tool());
        restore(later.restored(backUp(later)));

        if (!goesOn) {
            assertThat(shop.restoredConfigMap()).isEmpty();
            // That it did nothing says nothing about the backup.
            assertObstacle(() -> tool().provider().await(givenUp, LONG, text -> {}), givenUp.name());
        }
    }

    @Test
    void aToolThatCanNotBeAskedIsAnObstacleAndMayStillBeRestoring() throws InterruptedException {
        Application shop = Application.in(tool());
        Backup backup = backUp(shop);
        RestoreRequest request = shop.restored(backup);
        BackupProvider deaf = tool().providerWithoutAccess();
        RestoreHandle handle = new RestoreHandle(tool().namespace(), request.restoreName());

        assertObstacle(() -> deaf.find(named(shop.backup(), shop.namespace())), shop.backup());
        assertObstacle(() -> deaf.start(request), request.restoreName());
        assertObstacle(() -> deaf.await(handle, SHORT, text -> {}), request.restoreName());
        assertThatThrownBy(() -> deaf.contents(backup))
                .isInstanceOfAny(ObstacleException.class, EvidenceUnavailableException.class);
        assertThatCode(() -> deaf.release(handle)).doesNotThrowAnyException();
        assertThat(deaf.stillRestoring(handle)).isTrue();
        assertThat(shop.restoredConfigMap()).isEmpty();
    }

    private Backup backUp(Application application) {
        tool().backUp(application.backup(), application.namespace(), Map.of());
        return tool().provider().find(named(application.backup(), application.namespace()));
    }

    private RestoreOutcome restore(RestoreRequest request) throws InterruptedException {
        BackupProvider provider = tool().provider();
        RestoreHandle handle = provider.start(request);
        try {
            return provider.explain(request, handle, provider.await(handle, LONG, text -> {}));
        } finally {
            provider.release(handle);
        }
    }

    private BackupRequest named(String backup, String namespace) {
        return BackupRequest.builder()
                .toolNamespace(tool().namespace())
                .backupName(backup)
                .addNamespaces(namespace)
                .build();
    }

    /** An obstacle has a code for machines, names the object, and goes on to say what to do. */
    private static void assertObstacle(ThrowingCallable call, String object) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(ObstacleException.class);
        Obstacle obstacle = ((ObstacleException) thrown).obstacle();
        assertThat(obstacle.reason()).matches("[A-Z][A-Za-z]+");
        assertThat(obstacle.message())
                .contains(object)
                .as("what happened, and then what to do next")
                .matches("(?s).*\\w[^.:;]*[.:;] .*\\w.*[.?]");
    }
}
