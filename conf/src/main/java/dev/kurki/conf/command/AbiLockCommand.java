package dev.kurki.conf.command;

import java.nio.file.Path;
import java.util.Optional;

import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.abi.AbiCheck.Report;
import dev.kurki.conf.abi.ReleaseRecording;
import dev.kurki.conf.abi.SourceCommit;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.ReleaseLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki abi lock}: records this build as a release. */
@Command(name = "lock", mixinStandardHelpOptions = true, description = "Records this build as a release: its lock, which names the commit, and its golden streams. The checkout has to be "
    + "committed, the build green, and the line has to build that version.")
final class AbiLockCommand extends PolicyCommand {
  @Parameters(index = "0", paramLabel = "RELEASE", description = "The release, e.g. 0.2.0 or kurki/0.2.0.")
  private String release = "";

  @Override
  public Integer call() {
    AbiCheck check = abi();
    ReleaseLine line = check.policy().lines().line(check.policy().lines().own()).orElseThrow();
    ReleaseId id = id(line);
    Path lines = folder().resolve("lines.conf");
    if (!check.build().origin().release().equals(id)) {
      throw new BadInput(lines + ": builds of line " + line.name() + " call themselves " + line.building() + ", not "
          + id.version() + "; set building = \"" + id.version() + "\" there, commit that, and lock again");
    }
    Report report = check.check(Optional.empty());
    if (!report.isGreen()) {
      throw new BadInput("this build may not be what line " + line.name() + " releases next; see kurki abi check");
    }
    String entry = new ReleaseRecording(config(), folder(), check, SourceCommit.of(folder())).write();
    out().println(
        "release " + id + " is recorded in " + folder() + "; add to the releases of line " + line.name() + " in "
            + lines + ":");
    out().println("  " + entry);
    return 0;
  }

  private ReleaseId id(ReleaseLine line) {
    try {
      return release.contains("/") ? ReleaseId.parse(release) : new ReleaseId(line.owner(), release);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()));
    }
  }
}
