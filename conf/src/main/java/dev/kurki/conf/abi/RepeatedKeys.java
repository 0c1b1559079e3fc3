package dev.kurki.conf.abi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import dev.kurki.conf.input.BadInput;

/**
 * Finds a key that is given twice in one object of HOCON. The parser takes the later one without a word, and two who read a
 * policy would read two policies.
 */
final class RepeatedKeys {
  private static final String THREE_QUOTES = "\"\"\"";

  private final String text;
  private final String place;
  /** The keys of the objects that are open, with their lines; of a list that is open, none. */
  private final Deque<Map<String, Integer>> open = new ArrayDeque<>();
  private final StringBuilder key = new StringBuilder();
  private boolean isInValue;
  private int at;
  private int line = 1;

  private RepeatedKeys(String text, String place) {
    this.text = text;
    this.place = place;
    open.push(new HashMap<>());
  }

  /**
   * Looks through a text that the parser takes.
   *
   * @param place by what messages call it
   * @throws BadInput for the first key that an object has already, with both lines
   */
  static void check(String text, String place) {
    RepeatedKeys keys = new RepeatedKeys(text, place);
    while (keys.at < text.length()) {
      keys.next();
    }
  }

  private void next() {
    char c = text.charAt(at);
    switch (c) {
      case '#' -> skipTo(text.indexOf('\n', at));
      case '/' -> {
        if (text.startsWith("//", at)) {
          skipTo(text.indexOf('\n', at));
        } else {
          take(at + 1);
        }
      }
      case '"' -> take(endOfQuoted());
      case '=', ':' -> {
        if (key.isEmpty() || key.charAt(key.length() - 1) != '+') {
          give();
        }
        begin(true);
      }
      case '{' -> {
        give();
        open.push(new HashMap<>());
        begin(false);
      }
      case '[' -> {
        open.push(new HashMap<>());
        begin(true);
      }
      case '}', ']' -> {
        open.pop();
        begin(true);
      }
      case ',', '\n' -> begin(false);
      default -> take(at + 1);
    }
  }

  /** Goes on behind a character that separates, with a value or with a key; in a list, what looks like a key never is one. */
  private void begin(boolean value) {
    if (text.charAt(at) == '\n') {
      line++;
    }
    at++;
    key.setLength(0);
    isInValue = value;
  }

  private void take(int end) {
    if (!isInValue) {
      key.append(text, at, end);
    }
    skipTo(end);
  }

  private void skipTo(int end) {
    int to = end < 0 ? text.length() : end;
    line += (int) text.substring(at, to).chars().filter(c -> c == '\n').count();
    at = to;
  }

  private int endOfQuoted() {
    if (text.startsWith(THREE_QUOTES, at)) {
      int end = text.indexOf(THREE_QUOTES, at + THREE_QUOTES.length());
      return end < 0 ? text.length() : end + THREE_QUOTES.length();
    }
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, text.length());
  }

  private void give() {
    String name = key.toString().strip();
    if (isInValue || name.isEmpty()) {
      return;
    }
    Integer first = open.element().putIfAbsent(name, line);
    if (first != null) {
      throw new BadInput(place + ":" + line + ": the key " + name + " is here a second time, after line " + first
          + "; leave one of them out");
    }
  }
}
