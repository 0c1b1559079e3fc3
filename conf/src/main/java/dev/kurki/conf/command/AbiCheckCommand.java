package dev.kurki.conf.command;

import java.util.List;
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
    if (!isJson()) {
      show(report);
    }
    int streams = check.verifyGoldenStreams();
    if (isJson()) {
      out().println(Json.write(report));
    } else {
      conclude(report, streams);
    }
    return report.isGreen() ? 0 : 1;
  }

  private void show(Report report) {
    out().println("build " + report.build() + " on line " + report.line() + ", "
        + report.against().map(release -> "compared with " + release).orElse("of which nothing has shipped yet"));
    report.verdicts().stream().filter(Verdict::isAllowed).forEach(verdict -> out().println("  " + verdict.sentence()));
    rejected(report).forEach(verdict -> out().println("  " + verdict.sentence()));
    report.conflicts().forEach(conflict -> out().println("  " + conflict.sentence()));
    report.edits().forEach(edit -> out().println("  " + edit));
    out().flush();
  }

  private void conclude(Report report, int streams) {
    out().println(streams == 1 ? "1 golden stream ends as recorded" : streams + " golden streams end as recorded");
    if (report.isGreen()) {
      out().println("allowed: it may be what line " + report.line() + " releases next");
      return;
    }
    out().println("REJECTED: " + counted(rejected(report).size(), "change") + ", "
        + counted(report.conflicts().size(), "conflict") + " of tags, " + counted(report.edits().size(), "edit"));
    rejected(report).stream().map(Verdict::ruling).distinct()
        .forEach(ruling -> out().println("kurki abi explain " + ruling + " says what stands behind that"));
  }

  private static List<Verdict> rejected(Report report) {
    return report.verdicts().stream().filter(verdict -> !verdict.isAllowed()).toList();
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
