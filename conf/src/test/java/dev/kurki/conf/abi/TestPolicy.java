package dev.kurki.conf.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.typesafe.config.Config;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;

/** A folder of a policy, written text by text, and its lines one below the other. */
final class TestPolicy {
  static final Config CONFIG = LaunchConfig.forMachines();
  /** What this build is. */
  static final Lock BUILD = LockGenerator.generate(CONFIG, ReleaseId.parse("kurki/0.1.0"), Optional.empty(),
      "");

  private final Path folder;

  TestPolicy(Path folder) {
    this.folder = folder;
  }

  /** Declares lines, the first of which is on line 3; nothing is banned as long as nothing else is said. */
  TestPolicy lines(String own, String... lines) {
    if (!Files.exists(path(PolicyFolder.BLACKLIST))) {
      write(PolicyFolder.BLACKLIST, "entries = []\n");
    }
    write(PolicyFolder.LINES, "own = " + own + "\nlines = [\n" + String.join("\n", lines) + "\n]\n");
    return this;
  }

  /** Bans, the first entry on line 2. */
  TestPolicy blacklist(String... entries) {
    write(PolicyFolder.BLACKLIST, "entries = [\n" + String.join("\n", entries) + "\n]\n");
    return this;
  }

  /** A line of the file of lines. */
  static String line(String name, String owner, String kind, String building, String more) {
    return "{ name = \"" + name + "\", owner = " + owner + ", kind = " + kind
        + ", strictness = strict, machine-types = "
        + "[\"virt-0.1\"], building = \"" + building + "\", deprecations = [], releases = [] } { " + more + " }";
  }

  /** Line {@code main} with releases. */
  static String mainLine(String... releases) {
    return line("main", "kurki", "development", "0.9.0-dev", "releases = [" + String.join(", ", releases) + "]");
  }

  /** Records a release that none comes before; the answer is what the file of lines has of it. */
  String release(String id) {
    return release(id, Optional.empty(), "", BUILD.machineTypes());
  }

  /** Records a release that follows one which is recorded. */
  String release(String id, String parent) {
    return release(id, parent, digest(LockFile.nameOf(ReleaseId.parse(parent))));
  }

  /** Records a release that says of the one before it that its lock has a digest. */
  String release(String id, String parent, String parentDigest) {
    return release(id, Optional.of(ReleaseId.parse(parent)), parentDigest, BUILD.machineTypes());
  }

  /** Records a release that follows one which is recorded, with other machine types than this build has. */
  String release(String id, String parent, List<MachineTypeLock> types) {
    ReleaseId before = ReleaseId.parse(parent);
    return release(id, Optional.of(before), digest(LockFile.nameOf(before)), types);
  }

  private String release(String id, Optional<ReleaseId> parent, String parentDigest, List<MachineTypeLock> types) {
    ReleaseId release = ReleaseId.parse(id);
    String name = LockFile.nameOf(release);
    write(PolicyFolder.LOCKS + name,
        LockFile.textOf(new Lock(release, parent, parentDigest, "", BUILD.streamFormat(), types)));
    return entry(release, name);
  }

  /** What the file of lines has of a release whose lock is in a file. */
  String entry(ReleaseId release, String name) {
    return "{ version = \"" + release.version() + "\", lock = \"" + name + "\", digest = \"" + digest(name) + "\" }";
  }

  /** The SHA-256 of a lock's file. */
  String digest(String name) {
    try {
      return Digest.of(Files.readAllBytes(folder.resolve(PolicyFolder.LOCKS + name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file. */
  TestPolicy write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Policy read() {
    return PolicyFolder.at(folder).read(CONFIG);
  }
}
