package io.kymaros.cli.render;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.k8s.api.RestoreReport;
import java.util.List;
import java.util.stream.Collectors;

/** Reports as YAML documents. */
public final class YamlRenderer implements Renderer {
    @Override
    public String render(List<RestoreReport> reports) {
        return reports.stream().map(Bare::of).map(Serialization::asYaml).collect(Collectors.joining());
    }
}
