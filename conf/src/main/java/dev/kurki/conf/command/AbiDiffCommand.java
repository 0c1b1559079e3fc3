package dev.kurki.conf.command;

import java.util.List;

import dev.kurki.conf.abi.Releases;
import dev.kurki.conf.admin.Json;
import dev.kurki.migration.policy.Change;
import dev.kurki.migration.policy.LockDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki abi diff}: how two releases differ. */
@Command(name = "diff", mixinStandardHelpOptions = true, description = "Says how two releases differ, change by change: W wire, P predicate, D defaults, M meaning, N narrowing, "
    + "B benign. Ends with 0 when they do not, and with 1 when they do.")
final class AbiDiffCommand extends PolicyCommand {
  @Parameters(index = "0", paramLabel = "A", description = "A release, the file of a lock, or \"build\".")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private String after = "";

  @Override
  public Integer call() {
    Releases releases = new Releases(abi());
    List<Change> changes = LockDiff.between(releases.named(before), releases.named(after));
    if (isJson()) {
      out().println(Json.write(changes));
    } else if (changes.isEmpty()) {
      out().println("no difference: " + before + " and " + after + " save and show the same");
    } else {
      changes.forEach(change -> out().println(change.kind() + " (" + change.kind().words() + ") " + change.machineType()
          + ": " + change.path() + ": " + change.before() + " -> " + change.after()));
    }
    return changes.isEmpty() ? 0 : 1;
  }
}
