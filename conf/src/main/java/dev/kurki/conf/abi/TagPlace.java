package dev.kurki.conf.abi;

import java.util.Optional;
import java.util.TreeSet;

import dev.kurki.conf.input.Settings;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.Tag;

/** Finds where a lock has the shape of a tag. */
final class TagPlace {
  private TagPlace() {}

  /** The place in the lock of a release, {@code file:line}; the file alone where the tag is not in it. */
  static String of(Tag tag, Release release, PolicySource source) {
    String name = PolicyFolder.LOCKS + release.lock();
    Settings types = source.settings(name).object("machine-types");
    return new TreeSet<>(types.keys()).stream().map(type -> types.object(type).object("sections"))
        .filter(sections -> sections.has(tag.section())).flatMap(sections -> in(sections, tag).stream()).findFirst()
        .orElse(source.place(name));
  }

  private static Optional<String> in(Settings sections, Tag tag) {
    Settings section = sections.object(tag.section());
    if (!section.text("owner").equals(tag.owner())) {
      return Optional.empty();
    }
    if (tag.subsection().isEmpty()) {
      return isOf(section, tag) ? Optional.of(sections.place(tag.section())) : Optional.empty();
    }
    return section.objects("subsections").stream()
        .filter(subsection -> subsection.text("name").equals(tag.subsection()) && isOf(subsection, tag)).findFirst()
        .map(subsection -> subsection.place("name"));
  }

  private static boolean isOf(Settings versioned, Tag tag) {
    return versioned.number("version", 0, Integer.MAX_VALUE) == tag.version();
  }
}
