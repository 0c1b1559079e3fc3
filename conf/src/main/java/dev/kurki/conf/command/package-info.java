/**
 * The command line. {@link dev.kurki.conf.command.Kurki} is the command; each subcommand is one class that turns options
 * into a call of the package that does the work, and prints what came of it. What users get wrong ends with one line and
 * status 2.
 */
@NullMarked
package dev.kurki.conf.command;

import org.jspecify.annotations.NullMarked;
