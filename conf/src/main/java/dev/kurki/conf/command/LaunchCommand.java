package dev.kurki.conf.command;

import java.io.File;

import com.typesafe.config.Config;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kurki launch}: powers a machine on on a node. */
@Command(name = "launch", mixinStandardHelpOptions = true, description = "Powers a machine on on a node.")
final class LaunchCommand extends ClientCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "MACHINE.conf", description = "The machine.")
  private @Nullable File file;

  @Mixin
  private MachineOptions options = new MachineOptions();

  @Override
  public Integer call() {
    Config config = LaunchConfig.forMachines();
    Config own = file == null ? config : Settings.file(file, config);
    MachineConfig machine = MachineConfig.read(options.over(MachineConfig.settings(own)), own);
    return report(client().launch(machine.text()));
  }
}
