package dev.kurki.migration.lock;

import dev.kurki.actors.section.SectionDescription;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a machine type is in one release.
 *
 * @param name e.g. {@code virt-0.1}
 * @param properties every property of the board and of its devices with its value, by its path, e.g. {@code isa} or
 *     {@code uart0.base}
 * @param blocks the blocks of memory that guests and streams see
 * @param deviceTree the device tree of a machine of the defaults, a line a property: {@code /soc/serial@10000000 reg = ...}
 * @param components what a machine consists of, in the order in which sections are saved
 * @param sections the section of each kind of component
 */
public record MachineTypeLock(String name, Map<String, String> properties, List<Block> blocks, List<String> deviceTree,
    List<Component> components, List<LockedSection> sections) {
  /** Copies the collections, properties sorted. */
  public MachineTypeLock {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    blocks = List.copyOf(blocks);
    deviceTree = List.copyOf(deviceTree);
    components = List.copyOf(components);
    sections = List.copyOf(sections);
  }

  /**
   * A block of memory.
   *
   * @param name e.g. {@code ram}
   * @param kind {@code ram}, or {@code rom} for what is put into RAM at power-on
   * @param base the guest-physical address, in hexadecimal, or where it is by rule
   * @param size in bytes, or by rule
   */
  public record Block(String name, String kind, String base, String size) {}

  /**
   * A component.
   *
   * @param name e.g. {@code uart0}
   * @param section the id of its section
   * @param instance the instance number of its section, or {@code one a hart}, or {@code with icount-shift}
   */
  public record Component(String name, String section, String instance) {}

  /**
   * A section and how the component's code behaves on it.
   *
   * @param description its shape
   * @param behaviour what the code made of drawn states; empty where it was not asked
   */
  public record LockedSection(SectionDescription description, Behaviour behaviour) {}

  /** A section by its id, if a component has it. */
  public Optional<LockedSection> section(String id) {
    return sections.stream().filter(section -> section.description().id().equals(id)).findFirst();
  }

  /** The SHA-256 of all that is said here. */
  public String digest() {
    return Digest.of(LockText.contents(this));
  }
}
