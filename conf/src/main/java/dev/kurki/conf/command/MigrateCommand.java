package dev.kurki.conf.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate}: moves a running machine, and shows how. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Moves a running machine to another node; ends with 0 when it runs there, and with 1 when it runs on "
    + "where it was.")
final class MigrateCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "The name of the node that is to have it.")
  private String node = "";

  @Override
  public Integer call() {
    JsonNode last = client().at(machine).migrate(machine, node, this::show);
    return last.path("state").asText().equals("completed") ? 0 : 1;
  }

  private void show(JsonNode step) {
    out().println(isJson() ? step : MigrationText.of(step));
    out().flush();
  }
}
