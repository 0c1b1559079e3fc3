package dev.kurki.migration.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.SectionSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine as its source describes it: what a target needs to know before any RAM moves.
 *
 * @param machine the machine's name
 * @param machineType what the guest sees, e.g. {@code virt}
 * @param ramBytes the size of guest RAM
 * @param extensions the instruction-set extensions that its harts have
 * @param sections which sections will come, and their versions
 * @param configuration the machine's whole configuration, from which the target builds it
 */
public record MachineDescription(MachineId machine, String machineType, long ramBytes, List<String> extensions,
    List<SectionVersion> sections, String configuration) {
  private static final CBORMapper CBOR = CBORMapper.builder().build();

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

  /** The sections that components of these shapes save. */
  public static List<SectionVersion> sectionsOf(Map<ComponentId, SectionSchema<?>> schemas) {
    return schemas.entrySet().stream().map(schema -> new SectionVersion(schema.getKey().section(),
        schema.getKey().instance(), schema.getValue().version())).toList();
  }

  /** The description as CBOR: what a stream's header carries. */
  public Bytes encode() {
    try {
      return Bytes.of(CBOR.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a machine's description is always writable", e);
    }
  }

  /** Reads what {@link #encode} wrote; nothing when it is something else. */
  public static Optional<MachineDescription> decode(Bytes bytes) {
    try {
      return Optional.ofNullable(CBOR.readValue(bytes.toArray(), MachineDescription.class));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
