package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineType;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLine.Release;

/** Reads the locks of all releases and holds them to what the file of lines says of them. */
final class RegisteredLocks {
  private final PolicySource source;
  private final LinesFile file;

  RegisteredLocks(PolicySource source, LinesFile file) {
    this.source = source;
    this.file = file;
  }

  /**
   * The locks, line by line.
   *
   * @param config has the machine types of this build
   * @throws BadInput when one is missing, was edited, or does not agree with the file of lines or with another, or when a line
   *     has a machine type that neither this build nor a lock knows
   */
  List<Lock> read(Config config) {
    List<Lock> locks = new ArrayList<>();
    for (ReleaseLine line : file.lines().lines()) {
      Optional<ReleaseId> parent = line.parent();
      for (int i = 0; i < line.releases().size(); i++) {
        Release release = line.releases().get(i);
        locks.add(read(release, parent, file.settings(line, i)));
        parent = Optional.of(release.id());
      }
    }
    checkMachineTypes(config, locks);
    new RegisteredTags(source, file.lines()).check(locks);
    return locks;
  }

  private Lock read(Release release, Optional<ReleaseId> parent, Settings settings) {
    String name = PolicyFolder.LOCKS + release.lock();
    byte[] bytes = bytes(release, name, settings);
    Lock lock = lock(release, name, bytes, settings);
    String digest = Digest.of(bytes);
    if (!digest.equals(release.digest())) {
      throw settings.wrong("digest", "is not that of the lock: " + source.place(name) + " has the SHA-256 " + digest
          + "; restore what was edited from the repository's history");
    }
    if (!lock.release().equals(release.id())) {
      throw settings.wrong("lock", "is that of another release: " + source.place(name) + " is of " + lock.release()
          + ", not of " + release.id());
    }
    if (!lock.parent().equals(parent)) {
      throw settings.wrong("lock",
          "does not follow the release before it: " + source.place(name) + " has as its parent "
              + words(lock.parent()) + ", not " + words(parent));
    }
    String parentDigest = parent.flatMap(file.lines()::release).map(Release::digest).orElse("");
    if (!lock.parentDigest().equals(parentDigest)) {
      throw settings.wrong("lock", "was made from another lock of its parent: " + source.place(name) + " has \""
          + lock.parentDigest() + "\" as the digest of " + words(parent) + ", which is \"" + parentDigest + "\"");
    }
    return lock;
  }

  private byte[] bytes(Release release, String name, Settings settings) {
    Optional<byte[]> bytes;
    try {
      bytes = source.read(name);
    } catch (BadInput e) {
      throw registered(release, e, settings);
    }
    return bytes.orElseThrow(() -> settings.wrong("lock", "names the lock of " + release.id()
        + ", which is missing: there is no " + source.place(name) + "; restore it from the repository's history"));
  }

  private Lock lock(Release release, String name, byte[] bytes, Settings settings) {
    try {
      return LockFile.read(source.place(name), bytes);
    } catch (BadInput e) {
      throw registered(release, e, settings);
    }
  }

  /** What is wrong with a lock, with the place where it is registered, too. */
  private static BadInput registered(Release release, BadInput wrong, Settings settings) {
    return new BadInput(wrong.line() + "; it is the lock of " + release.id() + ", registered at "
        + settings.place("lock"));
  }

  /** Another owner's machine types may be known here by that owner's locks alone. */
  private void checkMachineTypes(Config config, List<Lock> locks) {
    Set<String> known = new TreeSet<>(MachineType.names(config));
    locks.forEach(lock -> lock.machineTypes().stream().map(MachineTypeLock::name).forEach(known::add));
    for (ReleaseLine line : file.lines().lines()) {
      line.machineTypes().stream().filter(type -> !known.contains(type)).findFirst().ifPresent(type -> {
        throw file.settings(line).wrong("machine-types", "has the unknown machine type \"" + type + "\"; there are "
            + String.join(", ", known));
      });
    }
  }

  private static String words(Optional<ReleaseId> release) {
    return release.map(ReleaseId::toString).orElse("none");
  }
}
