package dev.kurki.conf.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate-continue}: lets a migration go on that waits before its guest is stopped. */
@Command(name = "migrate-continue", mixinStandardHelpOptions = true, description = "Lets a migration go on that was begun with --pause-before-switchover; one that has not come to that point will "
    + "not wait there.")
final class ContinueCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    return report(client().at(machine).goOn(machine));
  }
}
