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

/** The health checks that a restored application must pass. It has no status. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("HealthCheckPolicy")
@Singular("healthcheckpolicy")
@Plural("healthcheckpolicies")
@ShortNames("hcp")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class HealthCheckPolicy extends CustomResource<HealthCheckPolicySpec, Void> implements Namespaced {}
