package dev.kurki.testkit;

import dev.kurki.testkit.DeviceScript.Advance;
import dev.kurki.testkit.DeviceScript.Lower;
import dev.kurki.testkit.DeviceScript.Raise;
import dev.kurki.testkit.DeviceScript.Read;
import dev.kurki.testkit.DeviceScript.Receive;
import dev.kurki.testkit.DeviceScript.Step;
import dev.kurki.testkit.DeviceScript.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A script as it was played: each step's line, with what was read, and behind it, indented, what the device did.
 *
 * <pre>
 *   start
 *     line 0 high
 *   read 0x0 4 = 0x28
 *   advance 1000000000 ns
 *     line 0 low
 * </pre>
 *
 * @param lines as they stand there
 */
record Transcript(List<String> lines) {
  private static final String START = "start";
  private static final String EFFECT = "  ";

  Transcript {
    lines = List.copyOf(lines);
  }

  /** Starts a stopped device and does to it what a script says. */
  static Transcript play(ComponentTestKit kit, TestedComponent device, DeviceScript script) {
    List<String> lines = new ArrayList<>(List.of(START));
    device.start();
    note(device, lines);
    for (Step step : script.steps()) {
      lines.add(step.line() + play(kit, device, step));
      note(device, lines);
    }
    return new Transcript(lines);
  }

  private static String play(ComponentTestKit kit, TestedComponent device, Step step) {
    switch (step) {
      case Read(var offset, var width) -> {
        return String.format(Locale.ROOT, " = 0x%x", device.read(offset, width));
      }
      case Write(var offset, var width, var value) -> device.write(offset, width, value);
      case Raise(var line) -> device.raise(line);
      case Lower(var line) -> device.lower(line);
      case Receive(var data) -> device.receive(data);
      case Advance(var nanos) -> kit.advance(Duration.ofNanos(nanos));
    }
    return "";
  }

  private static void note(TestedComponent device, List<String> lines) {
    device.takeEffects().forEach(effect -> lines.add(EFFECT + effect));
  }

  /**
   * The script that was played.
   *
   * @throws IllegalArgumentException when a line is none of a script
   */
  DeviceScript script() {
    return new DeviceScript(lines.stream().filter(line -> !line.startsWith(EFFECT) && !line.equals(START))
        .map(Step::parse).toList());
  }

  /**
   * Says that it was played as this one.
   *
   * @throws AssertionError when it was not, with the step and the first line that is another
   */
  void expectSame(String device, Transcript found) {
    int step = 0;
    for (int i = 0; i < Math.max(lines.size(), found.lines.size()); i++) {
      String expected = i < lines.size() ? lines.get(i) : "nothing more";
      String actual = i < found.lines.size() ? found.lines.get(i) : "nothing more";
      step += expected.startsWith(EFFECT) || i == 0 || i >= lines.size() ? 0 : 1;
      if (!expected.equals(actual)) {
        throw new AssertionError(device + " differs from its recording at step " + step + ", after \""
            + lines.get(Math.max(0, Math.min(i, lines.size()) - 1)).strip() + "\": expected \"" + expected.strip()
            + "\", found \"" + actual.strip() + "\"");
      }
    }
  }
}
