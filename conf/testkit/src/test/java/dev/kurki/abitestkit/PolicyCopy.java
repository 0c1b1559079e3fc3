package dev.kurki.abitestkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.abi.LockFile;
import dev.kurki.conf.abi.LockGenerator;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;

/** A copy of the project's policy, to be damaged. */
record PolicyCopy(Path folder) {
  static final String LINES = "lines.conf";
  static final String BLACKLIST = "blacklist.conf";
  static final String LOCK = "locks/kurki-0.1.0.conf";
  static final String GOLDEN = "golden/kurki-0.1.0/";
  static final String REGISTER = GOLDEN + "golden.conf";

  private static final Path ORIGINAL = Path.of("../abi");

  /** Copies it into a folder that is empty. */
  static PolicyCopy in(Path folder) {
    try (Stream<Path> files = Files.walk(ORIGINAL)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(ORIGINAL.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
      return new PolicyCopy(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules of the copy. */
  AbiRules rules() {
    return AbiRules.of(folder);
  }

  /** Writes a text in the place of one that is there. */
  void edit(String file, String from, String to) {
    String text = new String(read(file), StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new AssertionError(file + " has no \"" + from + "\"");
    }
    write(file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  /** Makes {@code kurki/0.1.0} the one release, of a build that is as this one but for some settings. */
  void shipAlone(String settings) {
    remove(LOCK);
    Lock lock = LockGenerator.generate(ConfigFactory.parseString(settings).withFallback(LaunchConfig.forMachines()),
        ReleaseId.parse("kurki/0.1.0"), Optional.empty(), "");
    LockFile.write(folder.resolve(LOCK), lock.builtFrom("0123456789012345678901234567890123456789"));
    write(LINES, """
        own = main
        lines = [
          { name = main, owner = kurki, kind = development, strictness = strict, machine-types = ["virt-0.1"]
            releases = [ { version = "0.1.0", lock = "kurki-0.1.0.conf", digest = "%s" } ]
            building = "0.2.0-dev", deprecations = [] }
        ]
        """.formatted(Digest.of(read(LOCK))).getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a file away. */
  void remove(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flips one bit of a file. */
  void flip(String file, int place, int bit) {
    byte[] bytes = read(file);
    bytes[place] ^= (byte) (1 << bit);
    write(file, bytes);
  }

  /** Flips one bit in the first value that a key has in a file of HOCON; its first character may be a quote. */
  void flipValue(String file, String key, int place, int bit) {
    String before = key + " = ";
    flip(file, new String(read(file), StandardCharsets.UTF_8).indexOf(before) + before.length() + place, bit);
  }

  /** The number of the first line that has a text, from 1. */
  int lineOf(String file, String text) {
    List<String> lines = new String(read(file), StandardCharsets.UTF_8).lines().toList();
    return lines.indexOf(lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow()) + 1;
  }

  /** How long a file is. */
  int length(String file) {
    return read(file).length;
  }

  private byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, byte[] bytes) {
    try {
      Files.write(folder.resolve(file), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
