package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentMessage.Loaded;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * All pairs of a section's versions, as a table: what each saves, and what each makes of it.
 *
 * <pre>
 *   saved by \ loaded by  1        2        3
 *   1                     loaded   loaded   LOST
 *   2                     refused  loaded   loaded
 *   3                     refused  refused  loaded
 * </pre>
 *
 * @param schema the section's
 * @param form the form of the device that is asked; its subsections are off in every version
 * @param settings the settings of the device that is asked
 * @param host hosts another device of that kind
 */
record VersionMatrix(SectionSchema<?> schema, SectionForm form, DeviceSettings settings,
    BiFunction<SectionForm, DeviceSettings, TestedComponent> host) {
  private static final String LOADED = "loaded";
  private static final String REFUSED = "refused";
  private static final String CELL = "%-9s";
  private static final String FIRST_CELL = "%-22s";

  /** One cell: what stands in it, and what is wrong with it. */
  private record Cell(String word, Optional<String> wrong) {
    static Cell right(String word) {
      return new Cell(word, Optional.empty());
    }

    static Cell wrong(String word, String why) {
      return new Cell(word, Optional.of(why));
    }
  }

  void expect(IntFunction<DeviceSettings> settingsOf, Consumer<TestedComponent> guest) {
    StringBuilder table = new StringBuilder(String.format(FIRST_CELL, "saved by \\ loaded by"));
    List<String> wrong = new ArrayList<>();
    for (int version = schema.minimumVersion(); version <= schema.version(); version++) {
      table.append(String.format(CELL, version));
    }
    for (int written = schema.minimumVersion(); written <= schema.version(); written++) {
      table.append(String.format("%n" + FIRST_CELL, written));
      for (Cell cell : row(written, settingsOf, guest, wrong)) {
        table.append(String.format(CELL, cell.word()));
        cell.wrong().ifPresent(wrong::add);
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError("the versions of section " + schema.id() + " do not do what they promise:\n" + table
          + "\n" + String.join("\n", wrong));
    }
  }

  private List<Cell> row(int written, IntFunction<DeviceSettings> settingsOf, Consumer<TestedComponent> guest,
      List<String> wrong) {
    Section section;
    try {
      TestedComponent device = host.apply(version(written), settingsOf.apply(written));
      guest.accept(device);
      section = device.save();
    } catch (AssertionError e) {
      wrong.add("version " + written + " is not saved: " + e.getMessage());
      return List.of();
    }
    List<Cell> row = new ArrayList<>();
    for (int read = schema.minimumVersion(); read <= schema.version(); read++) {
      row.add(cell(written, section, read, settingsOf.apply(read)));
    }
    return row;
  }

  private Cell cell(int written, Section section, int read, DeviceSettings readerSettings) {
    String pair = "version " + written + " loaded by " + read + ": ";
    TestedComponent reader = host.apply(version(read), readerSettings);
    return switch (reader.loadReply(section)) {
      case Loaded _ -> written <= read
          ? savedAgain(pair, reader, section, readerSettings, read)
          : Cell.wrong("LOADED", pair + "a newer version than the machine type has is to be refused");
      case Refused(_, var refusal) -> refusedAs(pair, refusal, written > read);
    };
  }

  private static Cell refusedAs(String pair, Refusal refusal, boolean newer) {
    if (!newer) {
      return Cell.wrong("REFUSED", pair + refusal.sentence());
    }
    return refusal.rule() == Rule.UNSUPPORTED_VERSION
        ? Cell.right(REFUSED)
        : Cell.wrong("REFUSED", pair + "its version is to be refused, and it is " + refusal.sentence());
  }

  /** What was loaded is saved in the reader's own version, and comes back from that. */
  private Cell savedAgain(String pair, TestedComponent reader, Section section, DeviceSettings readerSettings,
      int read) {
    try {
      Section saved = reader.save();
      TestedComponent next = host.apply(version(read), readerSettings);
      next.load(saved);
      Section again = next.save();
      boolean kept = again.equals(saved) && (saved.version() != section.version() || saved.equals(section));
      return kept ? Cell.right(LOADED) : Cell.wrong("LOST", pair + "it is not saved again as it was loaded");
    } catch (AssertionError e) {
      return Cell.wrong("LOST", pair + "it is not saved again: " + e.getMessage());
    }
  }

  private SectionForm version(int version) {
    return new SectionForm(version, form.off());
  }
}
