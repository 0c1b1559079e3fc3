package dev.kurki.conf.command;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.client.BrownOut;
import dev.kurki.conf.client.NodeClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kurki migrate}: moves a running machine, and shows how. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Moves a running machine to another node; both decide first, as for plan. Ends with 0 when it runs there, "
    + "with 3 when it was refused, and with 1 when the move failed; it runs on where it was then.")
final class MigrateCommand extends ClientCommand {
  private static final int FAILED = 1;

  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "The name of the node that is to have it.")
  private String node = "";

  @Option(names = "--pause-before-switchover", description = "Wait for migrate-continue before the guest is stopped; it runs on meanwhile.")
  private boolean pauseBeforeSwitchover;

  @Option(names = "--compression", paramLabel = "METHOD", description = "By what pages are compressed: none, zstd or lz4; it pays on slow networks.")
  private @Nullable String compression;

  @Option(names = "--xbzrle", description = "Send a page that was sent before by what has changed in it.")
  private boolean xbzrle;

  @Option(names = "--multifd-channels", paramLabel = "COUNT", description = "By how many connections pages are sent at a time, 1 to 16.")
  private @Nullable Integer multifdChannels;

  @Option(names = "--no-hot-code", description = "Do not tell the target which code is hot: it finds out by itself, once the guest runs there.")
  private boolean noHotCode;

  @Mixin
  private MigrationOptions options = new MigrationOptions();

  @Override
  public Integer call() throws InterruptedException {
    ProgressPrinter printer = ProgressPrinter.of(out(), isJson());
    NodeClient source = client().at(machine);
    JsonNode last = source.migrate(machine, node, parameters(), step -> {
      if (!step.has("report")) {
        printer.show(step);
      }
    });
    if (last.has("report")) {
      printer.show(BrownOut.complete(source, machine, last));
    }
    if (last.path("state").asText().equals("completed")) {
      return 0;
    }
    return last.path("refusals").isEmpty() ? FAILED : REFUSED;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>(options.parameters());
    if (pauseBeforeSwitchover) {
      parameters.put("pause-before-switchover", "on");
    }
    if (compression != null) {
      parameters.put("compression", compression);
    }
    if (xbzrle) {
      parameters.put("capabilities.xbzrle", "on");
    }
    if (noHotCode) {
      parameters.put("capabilities.hot-code", "off");
    }
    if (multifdChannels != null) {
      parameters.put("capabilities.multifd", "on");
      parameters.put("multifd-channels", String.valueOf(multifdChannels));
    }
    return parameters;
  }
}
