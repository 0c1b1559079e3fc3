package dev.kurki.conf.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
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

  @Option(names = "--mapped-ram", negatable = true, description = "Give each page of RAM a fixed place in the file; release 0.1 cannot read such a file.")
  private @Nullable Boolean mappedRam;

  @Option(names = "--background-snapshot", negatable = true, description = "Let the machine run on while it is saved, and afterwards; the file has what it is at this moment. Implies --mapped-ram.")
  private @Nullable Boolean backgroundSnapshot;

  @Override
  public Integer call() {
    Map<String, String> parameters = new TreeMap<>();
    put(parameters, "mapped-ram", mappedRam);
    put(parameters, "background-snapshot", backgroundSnapshot);
    return report(client().at(machine).save(machine, file.toAbsolutePath().toString(), keep, parameters));
  }

  private static void put(Map<String, String> parameters, String name, @Nullable Boolean value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }
}
