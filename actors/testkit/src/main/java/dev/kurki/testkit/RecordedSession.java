package dev.kurki.testkit;

import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a {@link GoldenRecording} holds, and its text. */
record RecordedSession(String device, DeviceSettings settings, SectionForm form, long guestNanos, Section middle,
    Transcript transcript, Section end) {
  private static final String TITLE = "recording of ";
  private static final String HARTS = "harts ";
  private static final String PROPERTY = "property ";
  private static final String FORM = "form ";
  private static final String WITHOUT = " without ";
  private static final String TIME = "time ";
  private static final String SCRIPT = "script";
  private static final String END = "end";
  private static final String DIGEST = "sha-256 ";

  String format() {
    StringBuilder text = new StringBuilder();
    text.append(TITLE).append(device).append('\n');
    text.append(HARTS).append(settings.harts()).append('\n');
    new TreeMap<>(settings.properties())
        .forEach((name, value) -> text.append(PROPERTY).append(name).append(' ').append(value).append('\n'));
    text.append(FORM).append(form.version());
    text.append(form.off().isEmpty() ? "" : WITHOUT + String.join(",", new TreeSet<>(form.off()))).append('\n');
    text.append(TIME).append(guestNanos).append(" ns\n");
    text.append(RecordedSection.format(middle));
    text.append(SCRIPT).append('\n');
    transcript.lines().forEach(line -> text.append(line).append('\n'));
    text.append(END).append('\n');
    text.append(RecordedSection.format(end));
    return text + DIGEST + digest(text.toString()) + "\n";
  }

  static RecordedSession parse(String written) {
    String text = written.replace("\r\n", "\n");
    int digest = text.lastIndexOf("\n" + DIGEST) + 1;
    if (digest == 0 || !text.substring(digest).equals(DIGEST + digest(text.substring(0, digest)) + "\n")) {
      throw damaged("its checksum is another one than that of its lines");
    }
    try {
      return parse(Arrays.asList(text.substring(0, digest).split("\n")));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("this is no whole recording: " + e.getMessage(), e);
    }
  }

  private static RecordedSession parse(List<String> lines) {
    int at = 0;
    String device = after(TITLE, lines.get(at++));
    int harts = Integer.parseInt(after(HARTS, lines.get(at++)));
    Map<String, Long> properties = new TreeMap<>();
    for (; lines.get(at).startsWith(PROPERTY); at++) {
      String[] property = lines.get(at).split(" ", 3);
      properties.put(property[1], Long.parseLong(property[2]));
    }
    SectionForm form = form(after(FORM, lines.get(at++)));
    long time = Long.parseLong(after(TIME, lines.get(at++)).replace(" ns", ""));
    int script = lines.indexOf(SCRIPT);
    int end = lines.indexOf(END);
    return new RecordedSession(device, new DeviceSettings(harts, properties), form, time,
        RecordedSection.parse(String.join("\n", lines.subList(at, script))),
        new Transcript(lines.subList(script + 1, end)),
        RecordedSection.parse(String.join("\n", lines.subList(end + 1, lines.size()))));
  }

  private static SectionForm form(String text) {
    String[] parts = text.split(WITHOUT, 2);
    return new SectionForm(Integer.parseInt(parts[0]), parts.length == 1 ? Set.of() : Set.of(parts[1].split(",")));
  }

  private static String after(String word, String line) {
    if (!line.startsWith(word)) {
      throw damaged("expected a line \"" + word + "...\", found \"" + line + "\"");
    }
    return line.substring(word.length());
  }

  private static IllegalArgumentException damaged(String how) {
    return new IllegalArgumentException("this is no recording as it was written: " + how + "; record the session anew");
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
