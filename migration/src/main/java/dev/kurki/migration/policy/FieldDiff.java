package dev.kurki.migration.policy;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.FieldDescription;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.Match.Added;
import dev.kurki.migration.policy.Match.Gone;
import dev.kurki.migration.policy.Match.Kept;
import java.util.ArrayList;
import java.util.List;

/** How the fields of a section, a subsection or a record differ. */
final class FieldDiff {
  private final String machineType;
  private final List<Change> changes = new ArrayList<>();

  private FieldDiff(String machineType) {
    this.machineType = machineType;
  }

  /** All differences, paths beginning with that of what has the fields. */
  static List<Change> between(String machineType, String path, List<FieldDescription> before,
      List<FieldDescription> after) {
    FieldDiff diff = new FieldDiff(machineType);
    diff.fields(path, before, after);
    return List.copyOf(diff.changes);
  }

  private void fields(String path, List<FieldDescription> before, List<FieldDescription> after) {
    for (Match<FieldDescription> match : Match.byName(before, after, FieldDescription::name)) {
      switch (match) {
        case Gone(var name, var old) ->
          change(Kind.W, path + "." + name, FieldShape.of(old).words(), LockDiff.NOTHING);
        case Added(var name, var now) ->
          change(Kind.W, path + "." + name, LockDiff.NOTHING, FieldShape.of(now).words());
        case Kept(var name, var old, var now) -> field(path + "." + name, old, now);
      }
    }
  }

  private void field(String path, FieldDescription before, FieldDescription after) {
    FieldShape was = FieldShape.of(before);
    FieldShape is = FieldShape.of(after);
    if (!was.wire().equals(is.wire())) {
      change(Kind.W, path, was.words(), is.words());
    } else {
      if (is.isNarrowerThan(was)) {
        change(Kind.N, path, was.words(), is.words());
      }
      if (was.isNarrowerThan(is)) {
        change(Kind.B, path, was.words(), is.words());
      }
      fields(path, before.fields(), after.fields());
    }
    if (before.since() != after.since()) {
      change(Kind.W, path, "since version " + before.since(), "since version " + after.since());
    }
    if (!before.absent().equals(after.absent())) {
      change(Kind.D, path, absent(before), absent(after));
    }
    if (!before.semantics().equals(after.semantics())) {
      change(Kind.M, path, "meaning " + before.semantics(), "meaning " + after.semantics());
    }
  }

  private void change(Kind kind, String path, String before, String after) {
    changes.add(Change.inSection(kind, machineType, path, before, after));
  }

  /** What a field is where it is absent, in words. */
  static String absent(FieldDescription field) {
    return switch (field.absent()) {
      case Field.REQUIRED -> "required";
      case "" -> "empty where absent";
      default -> field.absent() + " where absent";
    };
  }
}
