package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.LockText;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Block;
import dev.kurki.migration.lock.MachineTypeLock.Component;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.lock.ReleaseId;

/** Reads the HOCON of a lock, and compares its digests from the inside outwards. */
final class LockReader {
  private static final Set<String> KEYS = Set.of("release", "parent", "parent-digest", "commit", "stream-format",
      "machine-types", "digest");
  private static final Set<String> TYPE_KEYS = Set.of("properties", "blocks", "device-tree", "components", "sections",
      "digest");
  private static final Set<String> BLOCK_KEYS = Set.of("name", "kind", "base", "size");
  private static final Set<String> COMPONENT_KEYS = Set.of("name", "section", "instance");

  private LockReader() {}

  /**
   * The lock.
   *
   * @param source by what messages call the text
   * @throws BadInput when it is no lock, or a digest in it is not that of its block
   */
  static Lock read(String text, String source) {
    Settings file = Settings.text(text, source).expectExactly(KEYS);
    Settings types = file.object("machine-types");
    List<MachineTypeLock> machineTypes = new TreeSet<>(types.keys()).stream()
        .map(name -> machineType(name, types.object(name))).toList();
    Lock lock = new Lock(ReleaseIds.read(file, "release"), parent(file), file.text("parent-digest"),
        file.text("commit"), file.number("stream-format", 1, Integer.MAX_VALUE), machineTypes);
    return checked(lock, lock.digest(), file, lock.release().toString());
  }

  private static Optional<ReleaseId> parent(Settings file) {
    return file.text("parent").isEmpty() ? Optional.empty() : Optional.of(ReleaseIds.read(file, "parent"));
  }

  private static MachineTypeLock machineType(String name, Settings type) {
    type.expectExactly(TYPE_KEYS);
    List<Component> components = type.objects("components").stream().map(LockReader::component).toList();
    MachineTypeLock lock = new MachineTypeLock(name, properties(type.object("properties")),
        type.objects("blocks").stream().map(LockReader::block).toList(), type.texts("device-tree"), components,
        sections(name, components, type.object("sections")));
    return checked(lock, lock.digest(), type, "machine type " + name);
  }

  private static Map<String, String> properties(Settings properties) {
    Map<String, String> texts = new TreeMap<>();
    properties.keys().forEach(name -> texts.put(name, properties.text(name)));
    return texts;
  }

  private static Block block(Settings block) {
    block.expectExactly(BLOCK_KEYS);
    return new Block(block.text("name"), block.text("kind"), block.text("base"), block.text("size"));
  }

  private static Component component(Settings component) {
    component.expectExactly(COMPONENT_KEYS);
    return new Component(component.text("name"), component.text("section"), component.text("instance"));
  }

  /** HOCON does not keep the order of keys; that of sections is that of the components. */
  private static List<LockedSection> sections(String type, List<Component> components, Settings sections) {
    Set<String> ids = new LinkedHashSet<>();
    components.forEach(component -> ids.add(component.section()));
    new TreeSet<>(sections.keys()).stream().filter(id -> !ids.contains(id)).findFirst().ifPresent(id -> {
      throw sections.wrong(id, "is a section that no component of " + type + " has");
    });
    List<LockedSection> locked = new ArrayList<>();
    for (String id : ids) {
      Settings settings = sections.object(id);
      LockedSection section = SectionLockReader.read(id, settings);
      locked.add(checked(section, LockText.digest(section), settings, "section " + id + " of " + type));
    }
    return locked;
  }

  private static <T> T checked(T block, String digest, Settings settings, String what) {
    if (!settings.text("digest").equals(digest)) {
      throw settings.wrong(LockFile.edited(what + " is not what its digest says"));
    }
    return block;
  }
}
