package dev.kurki.migration.policy;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.FieldDescription;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Block;
import dev.kurki.migration.lock.MachineTypeLock.Component;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.ReleaseLine.Kind;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short words for what tests of the policy are about: a paravirtual clock device on {@code virt-1.0}. */
final class Samples {
  static final String TYPE = "virt-1.0";
  static final ReleaseId V1 = ReleaseId.parse("kurki/1.0.0");
  static final ReleaseId V2 = ReleaseId.parse("kurki/1.1.0");
  static final ReleaseId ACME = ReleaseId.parse("acme/1.0.1");

  private Samples() {}

  static FieldDescription flag(String name) {
    return new FieldDescription(name, "flag", 0, 0, name, 1, Field.REQUIRED, List.of());
  }

  static FieldDescription number(String name, long min, long max) {
    return new FieldDescription(name, "int", min, max, name, 1, Field.REQUIRED, List.of());
  }

  static FieldDescription bytes(String name, long min, long max) {
    return new FieldDescription(name, "bytes", min, max, name, 1, Field.REQUIRED, List.of());
  }

  static FieldDescription group(String name, FieldDescription... fields) {
    return new FieldDescription(name, "record", 0, 0, name, 1, Field.REQUIRED, List.of(fields));
  }

  static FieldDescription since(int version, String absent, FieldDescription field) {
    return new FieldDescription(field.name(), field.type(), field.min(), field.max(), field.semantics(), version,
        absent,
        field.fields());
  }

  static FieldDescription absent(String absent, FieldDescription field) {
    return since(field.since(), absent, field);
  }

  static FieldDescription meaning(String semantics, FieldDescription field) {
    return new FieldDescription(field.name(), field.type(), field.min(), field.max(), semantics, field.since(),
        field.absent(), field.fields());
  }

  static SubsectionDescription subsection(String name, int version, FieldDescription... fields) {
    return new SubsectionDescription(name, version, 1, "the guest uses it", "ff00", List.of(fields));
  }

  static SubsectionDescription needed(String predicate, String answers, SubsectionDescription of) {
    return new SubsectionDescription(of.name(), of.version(), of.minimumVersion(), predicate, answers, of.fields());
  }

  static LockedSection section(String id, int version, FieldDescription... fields) {
    return new LockedSection(new SectionDescription(id, "kurki", version, 1, "", List.of(fields), List.of()),
        Behaviour.UNASKED);
  }

  static LockedSection with(LockedSection section, SubsectionDescription... subsections) {
    SectionDescription of = section.description();
    return new LockedSection(new SectionDescription(of.id(), of.owner(), of.version(), of.minimumVersion(),
        of.unmigratable(), of.fields(), List.of(subsections)), section.behaviour());
  }

  static LockedSection ownedBy(String owner, LockedSection section) {
    SectionDescription of = section.description();
    return new LockedSection(new SectionDescription(of.id(), owner, of.version(), of.minimumVersion(),
        of.unmigratable(), of.fields(), of.subsections()), section.behaviour());
  }

  static LockedSection readsFrom(int minimumVersion, LockedSection section) {
    SectionDescription of = section.description();
    return new LockedSection(new SectionDescription(of.id(), of.owner(), of.version(), minimumVersion,
        of.unmigratable(), of.fields(), of.subsections()), section.behaviour());
  }

  static LockedSection unmigratable(String why, LockedSection section) {
    SectionDescription of = section.description();
    return new LockedSection(new SectionDescription(of.id(), of.owner(), of.version(), of.minimumVersion(), why,
        of.fields(), of.subsections()), section.behaviour());
  }

  static LockedSection behaving(LockedSection section, String... answers) {
    return new LockedSection(section.description(), new Behaviour(List.of(answers)));
  }

  /** A machine type with a component for each section. */
  static MachineTypeLock type(String name, LockedSection... sections) {
    List<Component> components = Arrays.stream(sections)
        .map(section -> new Component(section.description().id() + "0", section.description().id(), "0")).toList();
    return new MachineTypeLock(name, Map.of("isa", "rv64gc", "defaults.memory", "128 MiB"),
        List.of(new Block("ram", "ram", "0x80000000", "by memory")),
        List.of("/cpus timebase-frequency = <10000000>", "/soc ranges"), components, List.of(sections));
  }

  static MachineTypeLock type(LockedSection... sections) {
    return type(TYPE, sections);
  }

  static MachineTypeLock properties(MachineTypeLock type, Map<String, String> properties) {
    return new MachineTypeLock(type.name(), properties, type.blocks(), type.deviceTree(), type.components(),
        type.sections());
  }

  static Lock lock(ReleaseId release, MachineTypeLock... types) {
    return new Lock(release, Optional.empty(), "", "", 1, List.of(types));
  }

  /** A line whose only release is given. */
  static ReleaseLine line(Kind kind, ReleaseId latest) {
    Optional<ReleaseId> base = kind == Kind.VENDOR ? Optional.of(V1) : Optional.empty();
    return new ReleaseLine(kind == Kind.DEVELOPMENT ? "main" : "1.0.x", latest.owner(), kind, Optional.empty(),
        Strictness.SCOPED, List.of(TYPE), List.of(new Release(latest, base, "lock", "")), "1.1.0-dev");
  }

  /** An entry about a section of {@code virt-1.0} in kurki's releases 1.0.0 to 1.0.9. */
  static BlacklistEntry entry(String section, int version, String predicate, boolean lasting, Strictness strictness) {
    return new BlacklistEntry(section + "-lost", "1.0.x", V1, ReleaseId.parse("kurki/1.0.9"), TYPE, section, version,
        predicate, lasting, strictness, List.of(), "what the guest has set is lost", section + ".witness",
        "reboot the machine on kurki/1.1.0");
  }
}
