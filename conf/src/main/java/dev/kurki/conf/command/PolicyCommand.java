package dev.kurki.conf.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

import com.typesafe.config.Config;
import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.abi.PolicyFolder;
import dev.kurki.conf.input.LaunchConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about what this build saves, and the policy that it is held to. */
abstract class PolicyCommand implements Callable<Integer> {
  @Option(names = "--folder", paramLabel = "DIR", description = "The folder of the policy (default: abi beside the launcher).")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Spec
  private @Nullable CommandSpec spec;

  /** The folder of the policy. */
  final Path folder() {
    return folder == null ? PolicyFolder.ofCheckout() : folder;
  }

  /** What has the machine types of this build. */
  final Config config() {
    return LaunchConfig.forMachines();
  }

  /** The policy, and this build beside it. */
  final AbiCheck abi() {
    return AbiCheck.of(config(), folder());
  }

  final boolean isJson() {
    return json;
  }

  final PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
