/** What is said about scores: the summary sentence, the audit of a stored report, the trend over reports. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.core.report;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
