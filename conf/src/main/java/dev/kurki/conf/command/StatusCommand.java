package dev.kurki.conf.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate-status}: how far a migration has come, QEMU's {@code info migrate}. */
@Command(name = "migrate-status", mixinStandardHelpOptions = true, description = "Tells how far a machine's migration has come, or what came of the last from where it is.")
final class StatusCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    JsonNode status = client().movedFrom(machine).migration(machine);
    out().println(isJson() ? status : MigrationText.of(status));
    return 0;
  }
}
