package io.kymaros.k8s.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The CustomResourceDefinitions of Kymaros, generated from the Java types of this package while it is built. */
public final class Crds {
    private static final List<Class<? extends HasMetadata>> TYPES =
            List.of(RestoreTest.class, HealthCheckPolicy.class, RestoreReport.class);

    private Crds() {}

    /** RestoreTest, HealthCheckPolicy and RestoreReport, in this order. */
    public static List<CustomResourceDefinition> all() {
        return TYPES.stream().map(Crds::load).toList();
    }

    /** All definitions as one YAML stream for {@code kubectl apply -f -}. */
    public static String yaml() {
        return all().stream().map(Serialization::asYaml).collect(Collectors.joining());
    }

    private static CustomResourceDefinition load(Class<? extends HasMetadata> type) {
        String resource = "/io/kymaros/k8s/crds/" + HasMetadata.getFullResourceName(type) + "-v1.yml";
        try (InputStream in = Crds.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing: the module was built without its CRDs");
            }
            CustomResourceDefinition crd = Serialization.unmarshal(in, CustomResourceDefinition.class);
            crd.getSpec().getVersions().forEach(version -> sortColumns(version, type));
            return crd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The generator sorts columns by path; users read them in the order in which the type declares them. */
    private static void sortColumns(CustomResourceDefinitionVersion version, Class<?> type) {
        List<String> declared = Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        version.getAdditionalPrinterColumns()
                .sort(Comparator.comparingInt((CustomResourceColumnDefinition c) -> declared.indexOf(c.getName())));
    }
}
