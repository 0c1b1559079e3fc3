package dev.kurki.conf.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate-start-postcopy}: switches a move to post-copy. */
@Command(name = "migrate-start-postcopy", mixinStandardHelpOptions = true, description = "Switches a machine that is being moved to post-copy: the guest goes on at the target at once, and pages follow, those first that it needs.")
final class StartPostcopyCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    return report(client().at(machine).startPostcopy(machine));
  }
}
