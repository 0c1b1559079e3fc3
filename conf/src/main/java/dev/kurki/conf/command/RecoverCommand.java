package dev.kurki.conf.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate-recover}: makes the connections of post-copy anew. */
@Command(name = "migrate-recover", mixinStandardHelpOptions = true, description = "Makes the connections of a machine anew that is in post-copy, as after a failure of the network; only the pages go that the target has not got.")
final class RecoverCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    return report(client().leftBehind(machine).recover(machine));
  }
}
