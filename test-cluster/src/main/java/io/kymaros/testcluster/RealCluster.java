package io.kymaros.testcluster;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a running {@link TestCluster}, as a parameter of its constructor or methods. All classes of one JVM
 * share one cluster, which is started with the first of them and stopped with the last. After a failed test the cluster's
 * logs are kept under {@code target/cluster-logs}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealClusterExtension.class)
public @interface RealCluster {
    /** Whether the class needs a cluster of its own, for example because it stops parts of it. */
    boolean exclusive() default false;
}
