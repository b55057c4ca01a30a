package io.kymaros.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.k8s.fault.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** kubectl's flags that choose a cluster and a namespace. */
final class ClusterOptions {
    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Kubeconfig to use, as for kubectl.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Namespace of the RestoreTest and its reports; default is the context's.")
    private @Nullable String namespace;

    /** A client for the chosen cluster. */
    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(config())
                .withHttpClientFactory(new ReconnectingHttpClient.Factory())
                .build();
    }

    /** The chosen namespace. */
    String namespace(KubernetesClient client) {
        return Optional.ofNullable(namespace)
                .or(() -> Optional.ofNullable(client.getConfiguration().getNamespace()))
                .orElse("default");
    }

    private Config config() {
        Config config;
        if (kubeconfig == null) {
            config = Config.autoConfigure(context);
        } else if (Files.isReadable(kubeconfig)) {
            config = Config.fromKubeconfig(context, kubeconfig.toFile());
        } else {
            throw new InvalidInputException("--kubeconfig " + kubeconfig + " can't be read. Check the path.");
        }
        if (context != null
                && (config.getCurrentContext() == null
                        || !context.equals(config.getCurrentContext().getName()))) {
            throw new InvalidInputException(
                    "--context " + context + " is not in the kubeconfig. See what is: kubectl config get-contexts");
        }
        if (config.getMasterUrl() == null || config.getMasterUrl().isBlank()) {
            throw new InvalidInputException("No cluster is chosen. Set KUBECONFIG, or use --kubeconfig.");
        }
        return new ConfigBuilder(config)
                .withRequestRetryBackoffLimit(4)
                .withRequestRetryBackoffInterval(200)
                .build();
    }
}
