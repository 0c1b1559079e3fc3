package dev.kurki.conf.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate-cancel}: gives a migration up; the machine runs on where it was. */
@Command(name = "migrate-cancel", mixinStandardHelpOptions = true, description = "Gives a migration up that is not decided yet, or the save of a machine that runs meanwhile; the machine runs on where it "
    + "was.")
final class CancelCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    return report(client().at(machine).cancel(machine));
  }
}
