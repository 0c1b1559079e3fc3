/**
 * What users give, and what they are told when it is wrong. {@link dev.kurki.conf.input.Settings} reads HOCON objects and
 * knows for each value the file and line it stands in; {@link dev.kurki.conf.input.BadInput} is the one line that is
 * printed instead of a stack trace.
 */
@NullMarked
package dev.kurki.conf.input;

import org.jspecify.annotations.NullMarked;
