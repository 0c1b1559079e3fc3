package dev.kurki.conf.abi;

import java.nio.file.Path;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.Tag;

/**
 * The folder of the policy.
 *
 * <pre>
 *   lines.conf       release lines: who releases what
 *   blacklist.conf   what is banned
 *   locks/           a lock for each release
 *   witness/         the states that show why something is banned
 *   golden/          streams that every later build restores; no part of a build
 * </pre>
 */
public final class PolicyFolder {
  static final String LINES = "lines.conf";
  static final String BLACKLIST = "blacklist.conf";
  static final String LOCKS = "locks/";
  static final String WITNESSES = "witness/";
  /** What a file in one of its folders may be called: one that cannot lead out of it. */
  static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private final PolicySource source;

  private PolicyFolder(PolicySource source) {
    this.source = source;
  }

  /** The folder at a path. */
  public static PolicyFolder at(Path path) {
    return new PolicyFolder(new PolicySource.Folder(path));
  }

  /** The path of the folder that stands beside the launcher: {@code conf/abi} of a checkout. */
  public static Path ofCheckout() {
    return LaunchConfig.folder().resolve("abi");
  }

  /** The folder as this build carries it along. */
  public static PolicyFolder ofBuild() {
    return of(PolicyFolder.class.getClassLoader());
  }

  /** The folder as a build carries it along on a class path. */
  static PolicyFolder of(ClassLoader build) {
    return new PolicyFolder(new PolicySource.Build(build));
  }

  /** Where the lock of a release has the shape of a tag, {@code file:line}. */
  String placeOf(Tag tag, Release release) {
    return TagPlace.of(tag, release, source);
  }

  /**
   * Reads all of it.
   *
   * @param config has the machine types of this build
   * @throws BadInput when a file is missing, is not of its form, was edited, or does not agree with another
   */
  public Policy read(Config config) {
    LinesFile lines = LinesFile.read(source);
    return new Policy(lines.lines(), lines.deprecations(), BlacklistFile.read(source, lines.lines()),
        new RegisteredLocks(source, lines).read(config));
  }
}
