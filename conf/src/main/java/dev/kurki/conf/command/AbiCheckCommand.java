package dev.kurki.conf.command;

import java.util.Optional;

import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.abi.AbiCheck.Report;
import dev.kurki.conf.admin.Json;
import dev.kurki.migration.policy.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kurki abi check}: whether this build may be what a line releases next. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Judges each difference between this build and the latest release of a line, and runs every golden stream. "
    + "Ends with 0 when the build may be what the line releases next, and with 1 when not.")
final class AbiCheckCommand extends PolicyCommand {
  @Option(names = "--line", paramLabel = "LINE", description = "The release line (default: the one that this checkout builds).")
  private @Nullable String line;

  @Override
  public Integer call() {
    AbiCheck check = abi();
    Report report = check.check(Optional.ofNullable(line));
    int streams = 0;
    for (var stream : check.goldenStreams()) {
      check.goldenRun().verify(stream);
      streams++;
    }
    if (isJson()) {
      out().println(Json.write(report));
    } else {
      show(report, streams);
    }
    return report.isGreen() ? 0 : 1;
  }

  private void show(Report report, int streams) {
    out().println("build " + report.build() + " on line " + report.line() + ", "
        + report.against().map(release -> "compared with " + release).orElse("of which nothing has shipped yet"));
    report.verdicts().stream().filter(Verdict::isAllowed).forEach(verdict -> out().println("  " + verdict.sentence()));
    report.verdicts().stream().filter(verdict -> !verdict.isAllowed())
        .forEach(verdict -> out().println("  " + verdict.sentence()));
    report.conflicts().forEach(conflict -> out().println("  " + conflict.sentence()));
    report.edits().forEach(edit -> out().println("  " + edit));
    out().println(streams + " golden streams end as recorded");
    long rejected = report.verdicts().stream().filter(verdict -> !verdict.isAllowed()).count();
    out().println(report.isGreen()
        ? "allowed: it may be what line " + report.line() + " releases next"
        : "REJECTED: " + rejected + " changes, " + report.conflicts().size() + " conflicts of tags, "
            + report.edits().size() + " edits");
  }
}
