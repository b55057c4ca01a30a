package io.kymaros.cli.render;

import io.kymaros.k8s.api.RestoreReport;
import java.util.List;

/** Shows reports in one format. */
public interface Renderer {
    /** The reports as text, ending with a line end. */
    String render(List<RestoreReport> reports);
}
