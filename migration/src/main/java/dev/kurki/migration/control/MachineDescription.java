package dev.kurki.migration.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.policy.Provenance;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A machine as its source describes it: what a target needs to know before any RAM moves.
 *
 * @param machine the machine's name
 * @param machineType what the guest sees, e.g. {@code virt}
 * @param ramBytes the size of guest RAM
 * @param extensions the instruction-set extensions that its harts have
 * @param sections which sections will come, and their versions
 * @param configuration the machine's whole configuration, from which the target builds it
 * @param provenance the release that it was born on and those that have had it since, the source's last
 * @param typeLock what the machine type is in the source's release
 */
public record MachineDescription(MachineId machine, String machineType, long ramBytes, List<String> extensions,
    List<SectionVersion> sections, String configuration, Provenance provenance, MachineTypeLock typeLock) {
  private static final CBORMapper CBOR = CBORMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();

  /** Copies the lists. */
  public MachineDescription {
    extensions = List.copyOf(extensions);
    sections = List.copyOf(sections);
  }

  /**
   * A section that will come.
   *
   * @param id the kind of component
   * @param instance which one of that kind
   * @param version the version of its shape
   */
  public record SectionVersion(String id, int instance, int version) {}

  /** The versions of the sections that will come, by section id. */
  public Map<String, Integer> sectionVersions() {
    return sections.stream().collect(Collectors.toMap(SectionVersion::id, SectionVersion::version, Math::max));
  }

  /** The sections that components of these shapes save in the forms that a machine type has them in. */
  public static List<SectionVersion> sectionsOf(Map<ComponentId, SectionSchema<?>> schemas,
      Function<String, SectionForm> forms) {
    return schemas.entrySet().stream().map(schema -> new SectionVersion(schema.getKey().section(),
        schema.getKey().instance(), schema.getValue().versionIn(forms.apply(schema.getKey().section())))).toList();
  }

  /** The description as CBOR: what a stream's header carries. */
  public Bytes encode() {
    try {
      return Bytes.of(CBOR.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a machine's description is always writable", e);
    }
  }

  /** Reads what {@link #encode} wrote; nothing when it is something else, or cannot be passed on as it is. */
  public static Optional<MachineDescription> decode(Bytes bytes) {
    try {
      return Optional.ofNullable(CBOR.readValue(bytes.toArray(), MachineDescription.class))
          .filter(MachineDescription::isWritable);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** A text with half of a surrogate pair is read by Jackson, and not written. */
  private boolean isWritable() {
    try {
      byte[] _ = CBOR.writeValueAsBytes(this);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
