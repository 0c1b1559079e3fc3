package dev.kurki.conf.command;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kurki restore}: a machine comes out of a file. */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "Lets a saved machine run on, on the node that is asked.")
final class RestoreCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "A file that kurki save has written, on the node's host.")
  private Path file = Path.of("");

  @Option(names = "--lazy", negatable = true, description = "Let the machine run before its RAM is read, if the file was saved with --mapped-ram; another is read whole first.")
  private @Nullable Boolean lazy;

  @Override
  public Integer call() {
    return report(client().restore(file.toAbsolutePath().toString(),
        lazy == null ? Map.of() : Map.of("lazy", lazy.toString())));
  }
}
