package dev.kurki.conf.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import org.jspecify.annotations.Nullable;
import java.util.Objects;

/** {@code kurki abi}: what this build saves of machines, and the policy that it is held to. */
@Command(name = "abi", mixinStandardHelpOptions = true, description = "What this build saves of machines, and the policy that it is held to.", subcommands = {
    AbiDumpCommand.class, AbiLockCommand.class, AbiDiffCommand.class, AbiCheckCommand.class, AbiMatrixCommand.class,
    AbiExplainCommand.class})
final class AbiCommand implements Runnable {
  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(),
        "say what: dump, lock, diff, check, matrix or explain");
  }
}
