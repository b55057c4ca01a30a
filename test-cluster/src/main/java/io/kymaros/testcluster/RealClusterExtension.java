package io.kymaros.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts, hands out and stops clusters for {@link RealCluster}. JUnit closes a store's values when its scope ends. */
final class RealClusterExtension implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RealClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            keepLogs(cluster(context).logs(), context);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    private static TestCluster cluster(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        boolean exclusive = AnnotationSupport.findAnnotation(type, RealCluster.class)
                .map(RealCluster::exclusive)
                .orElse(false);
        Store store = exclusive ? classStore(context, type) : context.getRoot().getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(
                        exclusive ? type : TestCluster.class, key -> new Running(TestCluster.start()), Running.class)
                .cluster();
    }

    private static Store classStore(ExtensionContext context, Class<?> type) {
        ExtensionContext scope = context;
        while (scope.getTestMethod().isPresent() && scope.getParent().isPresent()) {
            scope = scope.getParent().get();
        }
        return scope.getStore(Namespace.create(RealClusterExtension.class, type));
    }

    private static void keepLogs(Path logs, ExtensionContext context) {
        Path kept =
                Path.of("target", "cluster-logs", context.getRequiredTestClass().getSimpleName());
        try (Stream<Path> files = Files.list(logs)) {
            Files.createDirectories(kept);
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            context.publishReportEntry("cluster logs", kept.toAbsolutePath().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running cluster as a value that its store closes. */
    private record Running(TestCluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.close();
        }
    }
}
