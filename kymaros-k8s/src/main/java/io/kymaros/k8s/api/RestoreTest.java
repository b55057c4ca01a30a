package io.kymaros.k8s.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A restore test: which backup to restore, how to isolate it, and what to check afterwards. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("RestoreTest")
@Singular("restoretest")
@Plural("restoretests")
@ShortNames("rt")
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".spec.backupSource.provider")
@AdditionalPrinterColumn(name = "Schedule", jsonPath = ".spec.schedule.cron")
@AdditionalPrinterColumn(
        name = "Last Score",
        jsonPath = ".status.lastScore",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Last Result", jsonPath = ".status.lastResult")
@AdditionalPrinterColumn(name = "Next Run", jsonPath = ".status.nextRunAt", type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class RestoreTest extends CustomResource<RestoreTestSpec, RestoreTestStatus> implements Namespaced {}
