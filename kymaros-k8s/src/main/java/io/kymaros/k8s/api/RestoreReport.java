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

/** The record of one run: the score, the result of each level, and the evidence behind them. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("RestoreReport")
@Singular("restorereport")
@Plural("restorereports")
@ShortNames("rr")
@AdditionalPrinterColumn(name = "Score", jsonPath = ".status.score", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Result", jsonPath = ".status.result")
@AdditionalPrinterColumn(
        name = "RTO",
        jsonPath = ".status.rto.measuredSeconds",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Test", jsonPath = ".spec.restoreTestRef.name")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class RestoreReport extends CustomResource<RestoreReportSpec, RestoreReportStatus> implements Namespaced {}
