package dev.kurki.conf.command;

import java.io.PrintWriter;

import dev.kurki.conf.input.BadInput;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code kurki}. */
@Command(name = "kurki", description = "Runs RISC-V machines and moves them between nodes while they run.", mixinStandardHelpOptions = true, version = "kurki 0.1.0", subcommands = {
    DemoCommand.class, RunCommand.class, NodeCommand.class, LaunchCommand.class, PsCommand.class, NodesCommand.class,
    PlanCommand.class, MigrateCommand.class, StatusCommand.class, SetParametersCommand.class, ContinueCommand.class,
    CancelCommand.class, StartPostcopyCommand.class, RecoverCommand.class, CopyCommand.class, ConsoleCommand.class,
    SaveCommand.class,
    RestoreCommand.class,
    AnalyzeCommand.class, AbiCommand.class, BenchCommand.class, StopCommand.class})
public final class Kurki {
  /** The status for what a user got wrong. */
  static final int BAD_INPUT = 2;
  /** The status for what went wrong otherwise. */
  static final int FAILURE = 1;

  private Kurki() {}

  /** Runs the command and ends the process with its status. */
  public static void main(String[] arguments) {
    // Logging is set up before several threads begin to log at once.
    LoggerFactory.getILoggerFactory();
    System.exit(commandLine().execute(arguments));
  }

  /** The command with all that it can do, to be executed within this process; errors are told as on the command line. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Kurki()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((problem, command, _) -> report(problem, command.getErr()));
    line.setParameterExceptionHandler((problem, _) -> {
      PrintWriter err = problem.getCommandLine().getErr();
      err.println(
          "kurki: " + problem.getMessage() + "; see " + problem.getCommandLine().getCommandSpec().qualifiedName()
              + " --help");
      return BAD_INPUT;
    });
    return line;
  }

  private static int report(Exception problem, PrintWriter err) {
    if (problem instanceof BadInput bad) {
      err.println("kurki: " + bad.line());
      return BAD_INPUT;
    }
    err.println("kurki: " + problem);
    return FAILURE;
  }
}
