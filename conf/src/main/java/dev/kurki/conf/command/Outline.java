package dev.kurki.conf.command;

import java.io.PrintWriter;

/** Indented lines for people. What a file has cannot steer the terminal: control characters are written as their numbers. */
final class Outline {
  /** What is deeper than this stands in one column. */
  private static final int MAX_DEPTH = 32;

  private final PrintWriter out;

  Outline(PrintWriter out) {
    this.out = out;
  }

  void line(int depth, String text) {
    out.print("  ".repeat(Math.min(depth, MAX_DEPTH)));
    out.println(printable(text));
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      switch (Character.getType(c)) {
        case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
          printable.append(String.format("\\u%04x", c));
        default -> printable.appendCodePoint(c);
      }
    });
    return printable.toString();
  }
}
