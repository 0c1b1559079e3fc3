/**
 * One machine in this process, with its console on the terminal: what {@code kurki run} does.
 * {@link dev.kurki.conf.run.LocalRun} starts it and waits for its end; {@code RunActor} owns it meanwhile.
 */
@NullMarked
package dev.kurki.conf.run;

import org.jspecify.annotations.NullMarked;
