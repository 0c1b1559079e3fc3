package dev.kurki.conf.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.analyze.StreamAnalysis;
import dev.kurki.migration.analyze.StreamReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurki analyze}: what is in a stream or a snapshot, of whatever release. */
@Command(name = "analyze", mixinStandardHelpOptions = true, description = "Tells what is in a migration stream or a saved machine, of whatever release.%n"
    + "Ends with 0 for a whole file, with 1 for a broken one, which is told up to the break.")
final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "A stream, or a file that kurki save has written.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print JSON, for programs: everything in full, bytes in hexadecimal.")
  private boolean json;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    StreamReport report = read();
    PrintWriter out = line.getOut();
    if (json) {
      AnalysisJson.write(out, file, report);
    } else {
      new AnalysisText(new Outline(out)).write(file, report);
    }
    out.flush();
    report.broken().ifPresent(broken -> line.getErr().println("kurki: " + file + ": " + broken.sentence()));
    return report.broken().isPresent() ? Kurki.FAILURE : 0;
  }

  private StreamReport read() {
    if (!Files.exists(file)) {
      throw new BadInput(file + ": there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new BadInput(file + ": this is no file that a machine was saved to; name one");
    }
    try {
      return StreamAnalysis.read(file);
    } catch (IOException e) {
      throw new BadInput(file + ": it cannot be read: " + e.getMessage());
    }
  }
}
