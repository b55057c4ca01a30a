/** A real etcd, kube-apiserver, controller manager, scheduler, KWOK and Velero for JUnit tests, by one annotation. */
@NullMarked
package io.kymaros.testcluster;

import org.jspecify.annotations.NullMarked;
