/** Runnable examples, and what they have in common. */
@NullMarked
package io.kymaros.examples;

import org.jspecify.annotations.NullMarked;
