package dev.kurki.conf.command;

import java.util.Objects;
import java.util.concurrent.Callable;

import com.typesafe.config.Config;
import dev.kurki.conf.demo.Demo;
import dev.kurki.conf.demo.DemoGuest;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.machine.MachineConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurki demo}: a guest moves between two nodes while it runs. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Starts two nodes on this host, launches a guest, moves it to the other node and back while "
    + "it runs, and reports. Ends with 0 only if both moves were made and the guest's self-check held.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--guest", paramLabel = "GUEST", defaultValue = "embedded", description = "embedded, or debian: Debian's kernel, which conf/examples/debian/fetch brings. Default: ${DEFAULT-VALUE}.")
  private DemoGuest guest = DemoGuest.EMBEDDED;

  @Mixin
  private MachineOptions options = new MachineOptions();

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Config config = LaunchConfig.forMachines();
    MachineConfig machine = MachineConfig.read(options.over(guest.machine(config)), config);
    Demo demo = new Demo(Objects.requireNonNull(spec).commandLine().getOut(), MigrationText::of);
    return demo.run(guest, machine.text()) ? 0 : 1;
  }
}
