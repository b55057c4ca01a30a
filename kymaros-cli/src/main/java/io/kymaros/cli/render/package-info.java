/** Shows a report: one renderer per output format. */
@NullMarked
package io.kymaros.cli.render;

import org.jspecify.annotations.NullMarked;
