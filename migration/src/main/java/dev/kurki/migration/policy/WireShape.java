package dev.kurki.migration.policy;

import com.typesafe.config.ConfigUtil;
import dev.kurki.actors.section.FieldDescription;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.lock.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of a section's own fields or of a subsection is on the wire: names, types, fixed lengths, meanings, since when fields
 * are there and what they are where they are absent, and when a subsection is needed, in words. Ranges are not, nor what code
 * makes of the values, nor the order of fields.
 *
 * @param tag by what it is known
 * @param digest the SHA-256 of all that
 */
public record WireShape(Tag tag, String digest) {
  /** That of a section's own fields. */
  public static WireShape of(SectionDescription section) {
    return new WireShape(Tag.of(section), Digest.of(lines(section.fields(), "")));
  }

  /** That of a subsection. */
  public static WireShape of(SectionDescription section, SubsectionDescription subsection) {
    List<String> lines = new ArrayList<>(lines(subsection.fields(), ""));
    lines.add("needed when " + subsection.predicate());
    return new WireShape(Tag.of(section, subsection), Digest.of(lines));
  }

  /** That of a section's own fields, then those of its subsections. */
  public static List<WireShape> allOf(SectionDescription section) {
    return Stream.concat(Stream.of(of(section)),
        section.subsections().stream().map(subsection -> of(section, subsection))).toList();
  }

  /** A line a field, sorted by name; a record's fields follow it, two spaces further in. */
  private static List<String> lines(List<FieldDescription> fields, String indent) {
    List<String> lines = new ArrayList<>();
    for (FieldDescription field : fields.stream().sorted(Comparator.comparing(FieldDescription::name)).toList()) {
      lines.add(indent + String.join(" ", quoted(field.name()), FieldShape.of(field).wire(), quoted(field.semantics()),
          Integer.toString(field.since()), quoted(field.absent())));
      lines.addAll(lines(field.fields(), indent + "  "));
    }
    return lines;
  }

  private static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}
