package dev.kurki.conf.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki stop}: ends a machine. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Ends a machine without a word to its guest, as pulling the plug would.")
final class StopCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    return report(client().at(machine).stop(machine));
  }
}
