package dev.kurki.conf.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Prints a migration's steps as they come: for programs each as JSON on a line; on a terminal the progress as one line that
 * changes; elsewhere a line for each state and round, and one a second within a long round.
 */
final class ProgressPrinter {
  /** Who reads it. */
  enum Reader {
    PROGRAM,
    TERMINAL,
    FILE
  }

  private static final long INTERVAL_NANOS = 1_000_000_000;
  /** To the line's begin, and nothing on it: ECMA-48, EL. */
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final Reader reader;
  private final LongSupplier nanoTime;
  private String told = "";
  private long toldNanos;

  /** A printer for a reader, by a clock in ns. */
  ProgressPrinter(PrintWriter out, Reader reader, LongSupplier nanoTime) {
    this.out = out;
    this.reader = reader;
    this.nanoTime = nanoTime;
  }

  /** A printer for who reads this process. */
  static ProgressPrinter of(PrintWriter out, boolean isJson) {
    boolean isTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new ProgressPrinter(out, isJson ? Reader.PROGRAM : isTerminal ? Reader.TERMINAL : Reader.FILE,
        System::nanoTime);
  }

  /** Prints a step, unless it says little that is new. */
  void show(JsonNode step) {
    switch (reader) {
      case PROGRAM -> out.println(step);
      case TERMINAL -> {
        out.print(CLEAR_LINE);
        out.print(MigrationText.isProgress(step) ? MigrationText.brief(step) : MigrationText.of(step) + "\n");
      }
      case FILE -> {
        if (isNew(step)) {
          out.println(MigrationText.of(step));
        }
      }
    }
    out.flush();
  }

  private boolean isNew(JsonNode step) {
    String now = step.path("state").asText() + " " + step.path("round").asText();
    long nanos = nanoTime.getAsLong();
    if (MigrationText.isProgress(step) && now.equals(told) && nanos - toldNanos < INTERVAL_NANOS) {
      return false;
    }
    told = now;
    toldNanos = nanos;
    return true;
  }
}
