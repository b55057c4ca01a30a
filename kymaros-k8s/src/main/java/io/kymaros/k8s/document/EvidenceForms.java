package io.kymaros.k8s.document;

import static io.kymaros.k8s.document.Form.COUNT;
import static io.kymaros.k8s.document.Form.LONG_COUNT;
import static io.kymaros.k8s.document.Form.TEXT;
import static io.kymaros.k8s.document.Form.TIME;
import static io.kymaros.k8s.document.Form.TRUTH;

import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.ImmutableBackupEvidence;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableDependenciesEvidence;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.ImmutableEvidenceGap;
import io.kymaros.core.evidence.ImmutableEvidenceNote;
import io.kymaros.core.evidence.ImmutableHealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableIgnoredLoss;
import io.kymaros.core.evidence.ImmutableObjectDefect;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutableObstacle;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.ImmutablePodStartupEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.ImmutableRtoEvidence;
import io.kymaros.core.evidence.ImmutableRtoPart;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;

/** The fields of all evidence, named as in the scoring library. */
final class EvidenceForms {
    static final Form<Level> LEVEL = Form.constant(Level.class);

    private static final Form<BackupEvidence> BACKUP = Shape.of(
                    BackupEvidence.class, BackupEvidence::builder, ImmutableBackupEvidence.Builder::build)
            .required("name", TEXT, BackupEvidence::name, ImmutableBackupEvidence.Builder::name)
            .optional("uid", TEXT, BackupEvidence::uid, ImmutableBackupEvidence.Builder::uid)
            .optional("startedAt", TIME, BackupEvidence::startedAt, ImmutableBackupEvidence.Builder::startedAt)
            .optional("completedAt", TIME, BackupEvidence::completedAt, ImmutableBackupEvidence.Builder::completedAt)
            .optional("shortcoming", TEXT, BackupEvidence::shortcoming, ImmutableBackupEvidence.Builder::shortcoming)
            .optional("passedOver", TEXT, BackupEvidence::passedOver, ImmutableBackupEvidence.Builder::passedOver)
            .list("namespaces", TEXT, BackupEvidence::namespaces, ImmutableBackupEvidence.Builder::namespaces);

    private static final Form<Obstacle> OBSTACLE = Shape.of(
                    Obstacle.class, ImmutableObstacle::builder, ImmutableObstacle.Builder::build)
            .required("reason", TEXT, Obstacle::reason, ImmutableObstacle.Builder::reason)
            .required("message", TEXT, Obstacle::message, ImmutableObstacle.Builder::message);

    private static final Form<RestoreEvidence> RESTORE = Shape.of(
                    RestoreEvidence.class, RestoreEvidence::builder, ImmutableRestoreEvidence.Builder::build)
            .required("tool", TEXT, RestoreEvidence::tool, ImmutableRestoreEvidence.Builder::tool)
            .required(
                    "phase",
                    Form.constant(RestorePhase.class),
                    RestoreEvidence::phase,
                    ImmutableRestoreEvidence.Builder::phase)
            .usually(0, "errors", COUNT, RestoreEvidence::errors, ImmutableRestoreEvidence.Builder::errors)
            .usually(0, "warnings", COUNT, RestoreEvidence::warnings, ImmutableRestoreEvidence.Builder::warnings)
            .list(
                    "errorMessages",
                    TEXT,
                    RestoreEvidence::errorMessages,
                    ImmutableRestoreEvidence.Builder::errorMessages)
            .list(
                    "environmentErrors",
                    TEXT,
                    RestoreEvidence::environmentErrors,
                    ImmutableRestoreEvidence.Builder::environmentErrors)
            .list(
                    "warningMessages",
                    TEXT,
                    RestoreEvidence::warningMessages,
                    ImmutableRestoreEvidence.Builder::warningMessages);

    private static final Form<ObjectDefect> DEFECT = Shape.of(
                    ObjectDefect.class, ImmutableObjectDefect::builder, ImmutableObjectDefect.Builder::build)
            .required("reason", TEXT, ObjectDefect::reason, ImmutableObjectDefect.Builder::reason)
            .required("message", TEXT, ObjectDefect::message, ImmutableObjectDefect.Builder::message);

    private static final Form<ObjectEvidence> OBJECT = Shape.of(
                    ObjectEvidence.class, ObjectEvidence::builder, ImmutableObjectEvidence.Builder::build)
            .optional("namespace", TEXT, ObjectEvidence::namespace, ImmutableObjectEvidence.Builder::namespace)
            .required("name", TEXT, ObjectEvidence::name, ImmutableObjectEvidence.Builder::name)
            .usually(
                    ObjectOrigin.BACKUP,
                    "origin",
                    Form.constant(ObjectOrigin.class),
                    ObjectEvidence::origin,
                    ImmutableObjectEvidence.Builder::origin)
            .required("restored", TRUTH, ObjectEvidence::restored, ImmutableObjectEvidence.Builder::restored)
            .optional("defect", DEFECT, ObjectEvidence::defect, ImmutableObjectEvidence.Builder::defect)
            .optional("toolMessage", TEXT, ObjectEvidence::toolMessage, ImmutableObjectEvidence.Builder::toolMessage)
            .usually(false, "unknown", TRUTH, ObjectEvidence::unknown, ImmutableObjectEvidence.Builder::unknown)
            .optional("ignored", TEXT, ObjectEvidence::ignored, ImmutableObjectEvidence.Builder::ignored);

    private static final Form<IgnoredLoss> IGNORED_LOSS = Shape.of(
                    IgnoredLoss.class, ImmutableIgnoredLoss::builder, ImmutableIgnoredLoss.Builder::build)
            .required("kind", TEXT, IgnoredLoss::kind, ImmutableIgnoredLoss.Builder::kind)
            .required("name", TEXT, IgnoredLoss::name, ImmutableIgnoredLoss.Builder::name)
            .optional("namespace", TEXT, IgnoredLoss::namespace, ImmutableIgnoredLoss.Builder::namespace)
            .required("reason", TEXT, IgnoredLoss::reason, ImmutableIgnoredLoss.Builder::reason);

    private static final Form<ResourceTypeEvidence> RESOURCE_TYPE = Shape.of(
                    ResourceTypeEvidence.class,
                    ResourceTypeEvidence::builder,
                    ImmutableResourceTypeEvidence.Builder::build)
            .required(
                    "resourceType",
                    TEXT,
                    ResourceTypeEvidence::resourceType,
                    ImmutableResourceTypeEvidence.Builder::resourceType)
            .list("objects", OBJECT, ResourceTypeEvidence::objects, ImmutableResourceTypeEvidence.Builder::objects)
            .list(
                    "unexpected",
                    TEXT,
                    ResourceTypeEvidence::unexpected,
                    ImmutableResourceTypeEvidence.Builder::unexpected);

    private static final Form<CompletenessEvidence> COMPLETENESS = Shape.of(
                    CompletenessEvidence.class,
                    CompletenessEvidence::builder,
                    ImmutableCompletenessEvidence.Builder::build)
            .list(
                    "resourceTypes",
                    RESOURCE_TYPE,
                    CompletenessEvidence::resourceTypes,
                    ImmutableCompletenessEvidence.Builder::resourceTypes)
            .list(
                    "goneNamespaces",
                    TEXT,
                    CompletenessEvidence::goneNamespaces,
                    ImmutableCompletenessEvidence.Builder::goneNamespaces)
            .list(
                    "normalised",
                    TEXT,
                    CompletenessEvidence::normalised,
                    ImmutableCompletenessEvidence.Builder::normalised)
            .list(
                    "idleIgnoredLosses",
                    IGNORED_LOSS,
                    CompletenessEvidence::idleIgnoredLosses,
                    ImmutableCompletenessEvidence.Builder::idleIgnoredLosses);

    private static final Form<PodEvidence> POD = Shape.of(
                    PodEvidence.class, PodEvidence::builder, ImmutablePodEvidence.Builder::build)
            .required("podName", TEXT, PodEvidence::podName, ImmutablePodEvidence.Builder::podName)
            .optional("workload", TEXT, PodEvidence::workload, ImmutablePodEvidence.Builder::workload)
            .required("ready", TRUTH, PodEvidence::ready, ImmutablePodEvidence.Builder::ready)
            .optionalCount("startupSeconds", PodEvidence::startupSeconds, ImmutablePodEvidence.Builder::startupSeconds)
            .optional("reason", TEXT, PodEvidence::reason, ImmutablePodEvidence.Builder::reason)
            .optional("message", TEXT, PodEvidence::message, ImmutablePodEvidence.Builder::message)
            .usually(false, "unknown", TRUTH, PodEvidence::unknown, ImmutablePodEvidence.Builder::unknown)
            .optional("ignored", TEXT, PodEvidence::ignored, ImmutablePodEvidence.Builder::ignored);

    private static final Form<EvidenceNote> NOTE = Shape.of(
                    EvidenceNote.class, ImmutableEvidenceNote::builder, ImmutableEvidenceNote.Builder::build)
            .required("reason", TEXT, EvidenceNote::reason, ImmutableEvidenceNote.Builder::reason)
            .required("object", TEXT, EvidenceNote::object, ImmutableEvidenceNote.Builder::object)
            .required("message", TEXT, EvidenceNote::message, ImmutableEvidenceNote.Builder::message);

    private static final Form<PodStartupEvidence> POD_STARTUP = Shape.of(
                    PodStartupEvidence.class, PodStartupEvidence::builder, ImmutablePodStartupEvidence.Builder::build)
            .list("pods", POD, PodStartupEvidence::pods, ImmutablePodStartupEvidence.Builder::pods)
            .list("notes", NOTE, PodStartupEvidence::notes, ImmutablePodStartupEvidence.Builder::notes);

    private static final Form<CheckEvidence> CHECK = Shape.of(
                    CheckEvidence.class, CheckEvidence::builder, ImmutableCheckEvidence.Builder::build)
            .required("name", TEXT, CheckEvidence::name, ImmutableCheckEvidence.Builder::name)
            .required("type", TEXT, CheckEvidence::type, ImmutableCheckEvidence.Builder::type)
            .required("target", TEXT, CheckEvidence::target, ImmutableCheckEvidence.Builder::target)
            .list("command", TEXT, CheckEvidence::command, ImmutableCheckEvidence.Builder::command)
            .required(
                    "result",
                    Form.constant(CheckResult.class),
                    CheckEvidence::result,
                    ImmutableCheckEvidence.Builder::result)
            .optionalCount("statusCode", CheckEvidence::statusCode, ImmutableCheckEvidence.Builder::statusCode)
            .usually(
                    false,
                    "looksAtData",
                    TRUTH,
                    CheckEvidence::looksAtData,
                    ImmutableCheckEvidence.Builder::looksAtData)
            .usually(
                    0L, "durationMs", LONG_COUNT, CheckEvidence::durationMs, ImmutableCheckEvidence.Builder::durationMs)
            .optional("reason", TEXT, CheckEvidence::reason, ImmutableCheckEvidence.Builder::reason)
            .optional("message", TEXT, CheckEvidence::message, ImmutableCheckEvidence.Builder::message)
            .list("unreadyPods", TEXT, CheckEvidence::unreadyPods, ImmutableCheckEvidence.Builder::unreadyPods);

    private static final Form<HealthChecksEvidence> HEALTH_CHECKS = Shape.of(
                    HealthChecksEvidence.class,
                    HealthChecksEvidence::builder,
                    ImmutableHealthChecksEvidence.Builder::build)
            .optional("policy", TEXT, HealthChecksEvidence::policy, ImmutableHealthChecksEvidence.Builder::policy)
            .list("checks", CHECK, HealthChecksEvidence::checks, ImmutableHealthChecksEvidence.Builder::checks);

    private static final Form<DependencyEvidence> DEPENDENCY = Shape.of(
                    DependencyEvidence.class, DependencyEvidence::builder, ImmutableDependencyEvidence.Builder::build)
            .required("name", TEXT, DependencyEvidence::name, ImmutableDependencyEvidence.Builder::name)
            .required("namespace", TEXT, DependencyEvidence::namespace, ImmutableDependencyEvidence.Builder::namespace)
            .optionalCount("port", DependencyEvidence::port, ImmutableDependencyEvidence.Builder::port)
            .required(
                    "reachability",
                    Form.constant(Reachability.class),
                    DependencyEvidence::reachability,
                    ImmutableDependencyEvidence.Builder::reachability)
            .required("method", TEXT, DependencyEvidence::method, ImmutableDependencyEvidence.Builder::method)
            .usually(
                    "declared",
                    "foundIn",
                    TEXT,
                    DependencyEvidence::foundIn,
                    ImmutableDependencyEvidence.Builder::foundIn)
            .usually(
                    0L,
                    "durationMs",
                    LONG_COUNT,
                    DependencyEvidence::durationMs,
                    ImmutableDependencyEvidence.Builder::durationMs)
            .optional("message", TEXT, DependencyEvidence::message, ImmutableDependencyEvidence.Builder::message);

    private static final Form<DependenciesEvidence> DEPENDENCIES = Shape.of(
                    DependenciesEvidence.class,
                    DependenciesEvidence::builder,
                    ImmutableDependenciesEvidence.Builder::build)
            .list(
                    "dependencies",
                    DEPENDENCY,
                    DependenciesEvidence::dependencies,
                    ImmutableDependenciesEvidence.Builder::dependencies)
            .list("notes", NOTE, DependenciesEvidence::notes, ImmutableDependenciesEvidence.Builder::notes);

    private static final Form<RtoPart> RTO_PART = Shape.of(
                    RtoPart.class, ImmutableRtoPart::builder, ImmutableRtoPart.Builder::build)
            .required("name", TEXT, RtoPart::name, ImmutableRtoPart.Builder::name)
            .required("seconds", LONG_COUNT, RtoPart::seconds, ImmutableRtoPart.Builder::seconds);

    private static final Form<RtoEvidence> RTO = Shape.of(
                    RtoEvidence.class, RtoEvidence::builder, ImmutableRtoEvidence.Builder::build)
            .required(
                    "measuredSeconds",
                    LONG_COUNT,
                    RtoEvidence::measuredSeconds,
                    ImmutableRtoEvidence.Builder::measuredSeconds)
            .optionalLongCount("slaMaxSeconds", RtoEvidence::slaMaxSeconds, ImmutableRtoEvidence.Builder::slaMaxSeconds)
            .list("parts", RTO_PART, RtoEvidence::parts, ImmutableRtoEvidence.Builder::parts);

    private static final Form<EvidenceGap> GAP = Shape.of(
                    EvidenceGap.class, ImmutableEvidenceGap::builder, ImmutableEvidenceGap.Builder::build)
            .required("level", LEVEL, EvidenceGap::level, ImmutableEvidenceGap.Builder::level)
            .required("reason", TEXT, EvidenceGap::reason, ImmutableEvidenceGap.Builder::reason)
            .required("message", TEXT, EvidenceGap::message, ImmutableEvidenceGap.Builder::message);

    static final Form<RunEvidence> RUN = Shape.of(
                    RunEvidence.class, RunEvidence::builder, ImmutableRunEvidence.Builder::build)
            .required("testName", TEXT, RunEvidence::testName, ImmutableRunEvidence.Builder::testName)
            .required("testNamespace", TEXT, RunEvidence::testNamespace, ImmutableRunEvidence.Builder::testNamespace)
            .required("startedAt", TIME, RunEvidence::startedAt, ImmutableRunEvidence.Builder::startedAt)
            .required("completedAt", TIME, RunEvidence::completedAt, ImmutableRunEvidence.Builder::completedAt)
            .optional("backup", BACKUP, RunEvidence::backup, ImmutableRunEvidence.Builder::backup)
            .optional(
                    "sandboxNamespace",
                    TEXT,
                    RunEvidence::sandboxNamespace,
                    ImmutableRunEvidence.Builder::sandboxNamespace)
            .optional("restoreName", TEXT, RunEvidence::restoreName, ImmutableRunEvidence.Builder::restoreName)
            .optional("obstacle", OBSTACLE, RunEvidence::obstacle, ImmutableRunEvidence.Builder::obstacle)
            .optional("restore", RESTORE, RunEvidence::restore, ImmutableRunEvidence.Builder::restore)
            .optional(
                    "completeness", COMPLETENESS, RunEvidence::completeness, ImmutableRunEvidence.Builder::completeness)
            .optional("podStartup", POD_STARTUP, RunEvidence::podStartup, ImmutableRunEvidence.Builder::podStartup)
            .optional(
                    "healthChecks",
                    HEALTH_CHECKS,
                    RunEvidence::healthChecks,
                    ImmutableRunEvidence.Builder::healthChecks)
            .optional(
                    "dependencies", DEPENDENCIES, RunEvidence::dependencies, ImmutableRunEvidence.Builder::dependencies)
            .optional("rto", RTO, RunEvidence::rto, ImmutableRunEvidence.Builder::rto)
            .list("gaps", GAP, RunEvidence::gaps, ImmutableRunEvidence.Builder::gaps);

    private EvidenceForms() {}
}
