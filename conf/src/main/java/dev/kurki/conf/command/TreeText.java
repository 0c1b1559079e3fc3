package dev.kurki.conf.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** Values that bring their own names, one line each: {@code name = value}. Long runs are shortened. */
final class TreeText {
  /** From here on, and below zero, a number is written in hexadecimal too. */
  private static final BigInteger LARGE = BigInteger.valueOf(1024);
  private static final int BYTES_A_LINE = 16;
  private static final int WORDS_A_LINE = 4;
  private static final int MAX_LINES = 8;
  private static final int MAX_ITEMS = 32;
  private static final int MAX_CHARACTERS = 1000;

  private final Outline out;

  TreeText(Outline out) {
    this.out = out;
  }

  /** The entries of a map. */
  void fields(int depth, JsonNode map) {
    map.properties().forEach(entry -> field(depth, entry.getKey(), entry.getValue()));
  }

  /** One entry. */
  void field(int depth, String name, JsonNode value) {
    if (value.isBinary()) {
      byte[] bytes = bytes(value);
      run(depth, name, bytes.length, "byte", BYTES_A_LINE, i -> HexFormat.of().toHexDigits(bytes[i]));
    } else if (value.isEmpty() || !value.isContainerNode()) {
      out.line(depth, name + " = " + inline(value));
    } else if (value.isObject()) {
      out.line(depth, name);
      fields(depth + 1, value);
    } else if (all(value, JsonNode::isIntegralNumber)) {
      run(depth, name, value.size(), "word", WORDS_A_LINE, i -> hex(value.path(i).bigIntegerValue()));
    } else if (all(value, JsonNode::isValueNode)) {
      out.line(depth, name + " = " + inline(value));
    } else {
      items(depth, name, value);
    }
  }

  /** A value within a line. */
  static String inline(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> number(value);
      case STRING -> '"' + shortened(value.textValue()) + '"';
      case BINARY -> shortened(HexFormat.of().formatHex(bytes(value)));
      case ARRAY -> joined(elements(value).map(TreeText::inline), value.size());
      case OBJECT -> joined(value.properties().stream().map(e -> e.getKey() + " = " + inline(e.getValue())),
          value.size());
      case BOOLEAN, NULL, MISSING, POJO -> shortened(value.asText());
    };
  }

  private void items(int depth, String name, JsonNode list) {
    out.line(depth, name + " = " + count(list.size(), "item"));
    for (int i = 0; i < Math.min(list.size(), MAX_ITEMS); i++) {
      field(depth + 1, "[" + i + "]", list.path(i));
    }
    more(depth + 1, list.size() - MAX_ITEMS);
  }

  /** A run of numbers: within the line if it is short, else on lines of its own, each with its first one's index. */
  private void run(int depth, String name, int length, String unit, int aLine, IntFunction<String> item) {
    String head = name + " = " + count(length, unit);
    if (length <= aLine) {
      out.line(depth, length == 0 ? head : head + ": " + row(0, length, item));
      return;
    }
    out.line(depth, head);
    int shown = Math.min(length, MAX_LINES * aLine);
    for (int i = 0; i < shown; i += aLine) {
      out.line(depth + 1, String.format("%4d: %s", i, row(i, Math.min(i + aLine, shown), item)));
    }
    more(depth + 1, length - shown);
  }

  private void more(int depth, int left) {
    if (left > 0) {
      out.line(depth, "... " + left + " more");
    }
  }

  private static String row(int from, int to, IntFunction<String> item) {
    return String.join(" ", IntStream.range(from, to).mapToObj(item).toList());
  }

  private static String joined(Stream<String> parts, int size) {
    return size == 0
        ? "none"
        : String.join(", ", parts.limit(MAX_ITEMS).toList())
            + (size > MAX_ITEMS ? ", ... " + (size - MAX_ITEMS) + " more" : "");
  }

  private static String shortened(String text) {
    return text.length() <= MAX_CHARACTERS
        ? text
        : text.substring(0, MAX_CHARACTERS) + "... " + (text.length() - MAX_CHARACTERS) + " more";
  }

  private static String number(JsonNode number) {
    if (!number.isIntegralNumber()) {
      return number.asText();
    }
    BigInteger value = number.bigIntegerValue();
    boolean large = value.signum() < 0 || value.compareTo(LARGE) >= 0;
    return large ? value + " (" + hex(value) + ")" : value.toString();
  }

  /** In hexadecimal; what is negative and has 64 bits, as these bits. */
  private static String hex(BigInteger value) {
    return value.signum() < 0 && value.bitLength() < Long.SIZE
        ? "0x" + Long.toHexString(value.longValue())
        : (value.signum() < 0 ? "-0x" : "0x") + value.abs().toString(16);
  }

  private static String count(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  private static boolean all(JsonNode list, Predicate<JsonNode> which) {
    return elements(list).allMatch(which);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static byte[] bytes(JsonNode value) {
    try {
      return value.binaryValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
