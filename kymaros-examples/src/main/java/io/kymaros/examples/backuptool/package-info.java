/** A backup tool of one's own, and what it takes to have it tested: a tiny one that keeps its backups on a shelf in memory. */
@NullMarked
package io.kymaros.examples.backuptool;

import org.jspecify.annotations.NullMarked;
