package dev.kurki.conf.command;

import java.nio.file.Path;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kurki save}: a machine goes into a file. */
@Command(name = "save", mixinStandardHelpOptions = true, description = "Saves a machine to a file on its node's host, and ends it.")
final class SaveCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to; a file of that name is replaced.")
  private Path file = Path.of("");

  @Option(names = "--keep", description = "Let the machine run on when it is saved.")
  private boolean keep;

  @Override
  public Integer call() {
    return report(client().at(machine).save(machine, file.toAbsolutePath().toString(), keep));
  }
}
