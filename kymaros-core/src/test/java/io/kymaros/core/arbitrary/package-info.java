/** jqwik arbitraries for all evidence, policies and scores: whatever a restore test could observe, however odd. */
@NullMarked
package io.kymaros.core.arbitrary;

import org.jspecify.annotations.NullMarked;
