package dev.kurki.conf.abi;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.kurki.actors.section.SectionForm;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLines;
import dev.kurki.migration.policy.StatePredicate;

/** Reads the file of bans. Nothing is banned without a witness that is there. */
final class BlacklistFile {
  private static final Set<String> KEYS = Set.of("id", "line", "from", "to", "machine-type", "section", "version",
      "predicate", "lasting", "fixed-in", "reason", "evidence", "way-out");
  private static final String EVIDENCE = "evidence";

  private final PolicySource source;
  private final ReleaseLines lines;

  private BlacklistFile(PolicySource source, ReleaseLines lines) {
    this.source = source;
    this.lines = lines;
  }

  /**
   * The entries.
   *
   * @throws BadInput when the file is missing, or an entry is not of its form, has no evidence or names what is not there
   */
  static List<BlacklistEntry> read(PolicySource source, ReleaseLines lines) {
    Settings file = source.settings(PolicyFolder.BLACKLIST).expectExactly(Set.of("entries"));
    BlacklistFile reader = new BlacklistFile(source, lines);
    Set<String> ids = new HashSet<>();
    return file.objects("entries").stream().map(settings -> {
      BlacklistEntry entry = reader.entry(settings.expectKeys(KEYS));
      if (!ids.add(entry.id())) {
        throw settings.wrong("id", "is that of another entry: " + entry.id());
      }
      return entry;
    }).toList();
  }

  private BlacklistEntry entry(Settings entry) {
    ReleaseLine line = lines.line(entry.text("line"))
        .orElseThrow(() -> entry.wrong("line", "names no line \"" + entry.text("line") + "\""));
    ReleaseId from = release(entry, "from", line);
    ReleaseId to = release(entry, "to", line);
    if (from.compareVersion(to) > 0) {
      throw entry.wrong("to", "has to be " + from + " or a later release, not " + to);
    }
    int version = entry.has("version") ? entry.number("version", 0, SectionForm.NEWEST) : BlacklistEntry.ANY_VERSION;
    BlacklistEntry read = new BlacklistEntry(entry.text("id"), line.name(), from, to,
        entry.optionalText("machine-type").orElse(BlacklistEntry.ALL),
        entry.optionalText("section").orElse(BlacklistEntry.ALL), version, predicate(entry),
        entry.flag("lasting"), line.strictness(), fixedIn(entry), entry.text("reason"), evidence(entry),
        entry.text("way-out"));
    if (read.isOfBoard() && (version != BlacklistEntry.ANY_VERSION || !read.predicate().isEmpty())) {
      throw entry.wrong("section", "is about the machine type itself, so it goes with neither version nor predicate,"
          + " which are about the state in a section");
    }
    return read;
  }

  /** The bounds of a range are of the line's own owner, as no other's can be compared with its releases. */
  private static ReleaseId release(Settings entry, String key, ReleaseLine line) {
    ReleaseId release = ReleaseIds.read(entry, key);
    if (!release.owner().equals(line.owner())) {
      throw entry.wrong(key, "has to be a release of " + line.owner() + ", who owns line " + line.name() + ", not "
          + release);
    }
    return release;
  }

  private static List<ReleaseId> fixedIn(Settings entry) {
    return entry.texts("fixed-in").stream().map(release -> {
      try {
        return ReleaseId.parse(release);
      } catch (IllegalArgumentException e) {
        throw entry.wrong("fixed-in", "has to hold releases: " + e.getMessage());
      }
    }).toList();
  }

  /** A predicate that cannot be read would ban every state. */
  private static String predicate(Settings entry) {
    String predicate = entry.optionalText("predicate").orElse("");
    try {
      StatePredicate _ = StatePredicate.parse(predicate);
      return predicate;
    } catch (IllegalArgumentException e) {
      throw entry.wrong("predicate", "cannot be read: " + e.getMessage());
    }
  }

  private String evidence(Settings entry) {
    String name = entry.optionalText(EVIDENCE).orElse("");
    if (name.isEmpty()) {
      throw entry.wrong("the blacklist's entry \"" + entry.text("id")
          + "\" has no evidence; name a state in the folder witness whose run goes astray");
    }
    if (!name.matches(PolicyFolder.FILE_NAME)) {
      throw entry.wrong(EVIDENCE, "has to be the name of a file in the folder witness, not \"" + name + "\"");
    }
    String file = PolicyFolder.WITNESSES + name;
    if (!source.has(file)) {
      throw entry.wrong(EVIDENCE, "names a witness that is missing: there is no " + source.place(file));
    }
    return name;
  }
}
