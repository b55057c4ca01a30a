package io.kymaros.cli;

import io.kymaros.k8s.api.Crds;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the resource types for {@code kubectl apply}. */
@Command(
        name = "crds",
        description = "Prints the resource types; install them with: kymaros crds | kubectl apply --server-side -f -",
        mixinStandardHelpOptions = true)
final class CrdsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().getOut().print(Crds.yaml());
        Objects.requireNonNull(spec).commandLine().getOut().flush();
        return ExitCode.PASSED;
    }
}
