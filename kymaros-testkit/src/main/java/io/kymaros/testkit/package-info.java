/**
 * For the tests of whoever brings a backup tool of their own: {@link io.kymaros.testkit.BackupProviderContract}. The same
 * artifact holds jqwik arbitraries for all evidence, policies and reports, in {@code io.kymaros.core.arbitrary}.
 */
@NullMarked
package io.kymaros.testkit;

import org.jspecify.annotations.NullMarked;
