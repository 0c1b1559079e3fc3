package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What is done to a device, one thing after another: what a guest, wires, the host's side and time do to it. It is played by
 * {@link GoldenRecording}, where each step stands as a line.
 *
 * <pre>
 *   new DeviceScript().write(0, 4, 40).advance(Duration.ofSeconds(1)).read(0, 4)
 * </pre>
 */
public final class DeviceScript {
  /** One step. */
  sealed interface Step {
    /** The step as a recording has it. */
    String line();

    /** Reads its line again. */
    static Step parse(String line) {
      String[] words = line.split(" ", -1);
      try {
        return switch (words[0]) {
          case "read" -> new Read(Long.decode(words[1]), Integer.parseInt(words[2]));
          case "write" -> new Write(Long.decode(words[1]), Integer.parseInt(words[2]), hex(words[3]));
          case "raise" -> new Raise(Integer.parseInt(words[1]));
          case "lower" -> new Lower(Integer.parseInt(words[1]));
          case "receive" -> new Receive(Bytes.of(HexFormat.of().parseHex(words[1])));
          case "advance" -> new Advance(Long.parseLong(words[1]));
          default -> throw new IllegalArgumentException("a step of a recording is none of these: " + line);
        };
      } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException("a step of a recording is not whole: " + line, e);
      }
    }

    private static long hex(String text) {
      return Long.parseUnsignedLong(text.substring(2), 16);
    }
  }

  record Read(long offset, int width) implements Step {
    @Override
    public String line() {
      return String.format(Locale.ROOT, "read 0x%x %d", offset, width);
    }
  }

  record Write(long offset, int width, long value) implements Step {
    @Override
    public String line() {
      return String.format(Locale.ROOT, "write 0x%x %d 0x%x", offset, width, value);
    }
  }

  record Raise(int input) implements Step {
    @Override
    public String line() {
      return "raise " + input;
    }
  }

  record Lower(int input) implements Step {
    @Override
    public String line() {
      return "lower " + input;
    }
  }

  record Receive(Bytes data) implements Step {
    @Override
    public String line() {
      return "receive " + HexFormat.of().formatHex(data.toArray());
    }
  }

  record Advance(long nanos) implements Step {
    @Override
    public String line() {
      return "advance " + nanos + " ns";
    }
  }

  private final List<Step> steps;

  /** A script of no step. */
  public DeviceScript() {
    this(List.of());
  }

  DeviceScript(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  List<Step> steps() {
    return steps;
  }

  /** Then {@code width} bytes at {@code offset} are read. */
  public DeviceScript read(long offset, int width) {
    return then(new Read(offset, width));
  }

  /** Then {@code width} bytes at {@code offset} are written. */
  public DeviceScript write(long offset, int width, long value) {
    return then(new Write(offset, width, value));
  }

  /** Then an input line is raised. */
  public DeviceScript raise(int line) {
    return then(new Raise(line));
  }

  /** Then an input line is lowered. */
  public DeviceScript lower(int line) {
    return then(new Lower(line));
  }

  /** Then the character backend hands over a text, as UTF-8. */
  public DeviceScript receive(String text) {
    return then(new Receive(Bytes.utf8(text)));
  }

  /** Then time passes. */
  public DeviceScript advance(Duration time) {
    return then(new Advance(time.toNanos()));
  }

  private DeviceScript then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new DeviceScript(longer);
  }
}
