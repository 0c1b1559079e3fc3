package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section as text that can be committed beside a test: what an older version saved, or what a hostile peer might send.
 *
 * <pre>
 *   section uart16550/0 version 1
 *   bf6666696c65...            the body in hexadecimal, any line length
 * </pre>
 */
public final class RecordedSection {
  private static final Pattern HEAD = Pattern.compile("section ([a-z0-9-]+)/(\\d{1,9}) version (\\d{1,9})");
  private static final int BYTES_PER_LINE = 40;

  private RecordedSection() {}

  /**
   * Reads a recording that stands among a test class's resources.
   *
   * @throws IllegalArgumentException when there is none of that name, or it is not of that form
   */
  public static Section read(Class<?> test, String resource) {
    return parse(text(test, resource));
  }

  /** The text of a resource that stands beside a test class. */
  static String text(Class<?> test, String resource) {
    try (InputStream in = test.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource + " beside " + test.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a recording.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Section parse(String text) {
    String[] parts = text.strip().split("\\R", 2);
    Matcher head = HEAD.matcher(parts[0]);
    if (!head.matches() || parts.length < 2) {
      throw new IllegalArgumentException(
          "a recorded section begins \"section ID/INSTANCE version N\", not: " + parts[0]);
    }
    byte[] body = HexFormat.of().parseHex(parts[1].replaceAll("\\s", ""));
    return new Section(Objects.requireNonNull(head.group(1)), Integer.parseInt(head.group(2)),
        Integer.parseInt(head.group(3)), Bytes.of(body));
  }

  /** Writes a recording, to be committed. */
  public static String format(Section section) {
    StringBuilder text = new StringBuilder("section " + section.name() + " version " + section.version() + "\n");
    byte[] body = section.body().toArray();
    for (int i = 0; i < body.length; i += BYTES_PER_LINE) {
      text.append(HexFormat.of().formatHex(body, i, Math.min(body.length, i + BYTES_PER_LINE))).append('\n');
    }
    return text.toString();
  }
}
