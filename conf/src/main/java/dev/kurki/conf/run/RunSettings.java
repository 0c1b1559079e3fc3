package dev.kurki.conf.run;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a machine is run.
 *
 * @param timeout after how long it is ended, zero for never
 * @param gdbPort where a debugger may connect, on loopback
 * @param waitsForDebugger whether the first instruction waits until a debugger lets the machine run
 */
public record RunSettings(Duration timeout, OptionalInt gdbPort, boolean waitsForDebugger) {}
