package dev.kurki.conf.command;

import java.util.Map;

import dev.kurki.conf.input.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate-set-parameters}: changes a migration that is under way. */
@Command(name = "migrate-set-parameters", mixinStandardHelpOptions = true, description = "Changes a migration that is under way; what is left out stays as it is.")
final class SetParametersCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Mixin
  private MigrationOptions options = new MigrationOptions();

  @Override
  public Integer call() {
    Map<String, String> parameters = options.parameters();
    if (parameters.isEmpty()) {
      throw new BadInput("there is nothing to change; say e.g. --max-bandwidth 100MiB");
    }
    return report(client().at(machine).change(machine, parameters));
  }
}
