package dev.kurki.conf.command;

import java.util.regex.Pattern;

/**
 * HOCON from a file, laid out for people: a line for each key, objects indented, what is short on one line. It is not
 * parsed, as what stands in a file may be no HOCON at all, ask for other files to be included, or nest without end.
 */
final class HoconText {
  private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final int SHORT = 60;

  private final Outline out;
  private final String text;
  private final StringBuilder line = new StringBuilder();
  private int depth;
  private int at;
  /** Up to here, an object or a list stays on its line. */
  private int oneLineUntil;

  private HoconText(Outline out, int depth, String text) {
    this.out = out;
    this.depth = depth;
    this.text = text;
  }

  /** Writes a text, the braces around it left out, from a depth on. */
  static void write(Outline out, int depth, String text) {
    String bare = text.strip();
    boolean braces = bare.length() > 1 && bare.startsWith("{") && bare.endsWith("}");
    new HoconText(out, depth, braces ? bare.substring(1, bare.length() - 1) : bare).write();
  }

  private void write() {
    while (at < text.length()) {
      char c = text.charAt(at);
      int next = c == '"' ? afterQuotes(at) : at + 1;
      boolean oneLine = at < oneLineUntil;
      switch (c) {
        case '"' -> next = quoted(next);
        case '{', '[' -> open(c);
        case '}', ']' -> {
          if (!oneLine) {
            endLine();
            depth = Math.max(0, depth - 1);
          }
          line.append(c);
        }
        case ',', '\n' -> {
          if (oneLine) {
            line.append(", ");
          } else {
            endLine();
          }
        }
        default -> line.append(c);
      }
      at = next;
    }
    endLine();
  }

  /** Takes what is quoted; before a colon it is a key. Answers where the text goes on. */
  private int quoted(int end) {
    boolean isKey = end < text.length() && text.charAt(end) == ':';
    String name = text.substring(at + 1, Math.max(at + 1, end - 1));
    line.append(isKey && BARE_KEY.matcher(name).matches() ? name : text.substring(at, end));
    if (isKey) {
      line.append(" = ");
    }
    return isKey ? end + 1 : end;
  }

  private void open(char bracket) {
    int end = endIfShort();
    if (bracket == '{' && line.toString().endsWith(" = ")) {
      line.setLength(line.length() - 2);
    }
    line.append(bracket);
    if (end > 0) {
      oneLineUntil = end;
    } else {
      endLine();
      depth++;
    }
  }

  /** Where the bracket here is closed again, if that is near and there is no other in between; else 0. */
  private int endIfShort() {
    for (int i = at + 1; i < text.length() && i < at + SHORT;) {
      switch (text.charAt(i)) {
        case '}', ']' -> {
          return i + 1;
        }
        case '{', '[', '\n' -> {
          return 0;
        }
        case '"' -> i = afterQuotes(i);
        default -> i++;
      }
    }
    return 0;
  }

  private int afterQuotes(int from) {
    int end = from + 1;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), end + 1);
  }

  private void endLine() {
    if (!line.toString().isBlank()) {
      out.line(depth, line.toString().strip());
    }
    line.setLength(0);
  }
}
