package dev.kurki.conf.command;

import java.io.PrintWriter;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.actors.memory.GuestMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki plan}: whether a machine can be moved, and what it would take; the machine is not touched. */
@Command(name = "plan", mixinStandardHelpOptions = true, description = "Asks both nodes whether a machine can be moved to a node, and what that would take, without touching it; "
    + "ends with 0 when it can be moved, and with 3 when not.")
final class PlanCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "The name of the node that would have it.")
  private String node = "";

  @Override
  public Integer call() {
    JsonNode plan = client().at(machine).plan(machine, node);
    boolean isPossible = plan.path("refusals").isEmpty();
    if (isJson()) {
      out().println(plan);
    } else if (isPossible) {
      show(plan);
    } else {
      out().println(
          "machine " + machine + " cannot be moved from node " + plan.path("from").asText() + " to node " + node
              + ":");
      plan.path("refusals").forEach(refusal -> out().println(RefusalText.of(refusal)));
    }
    return isPossible ? 0 : REFUSED;
  }

  private void show(JsonNode plan) {
    PrintWriter out = out();
    JsonNode estimate = plan.path("estimate");
    out.println("machine " + machine + " can be moved from node " + plan.path("from").asText() + " to node " + node);
    out.printf(Locale.ROOT, "  pages: about %d with contents (%s), %d of zeroes%n", estimate.path("pages").asLong(),
        Sizes.of(estimate.path("pages").asLong() * GuestMemory.PAGE_BYTES), estimate.path("zeroPages").asLong());
    out.printf(Locale.ROOT, "  the guest writes to about %d pages a second%n",
        estimate.path("dirtyPagesPerSecond").asLong());
    out.printf(Locale.ROOT, "  rate: %s/s, %s%n", Sizes.of(estimate.path("bytesPerSecond").asLong()),
        plan.path("rateIsMeasured").asBoolean()
            ? "as measured by the last move there"
            : "assumed, as nothing was moved there yet");
    out.printf(Locale.ROOT, "  expected: %d rounds, total time %s, downtime %s%n", estimate.path("rounds").asInt(),
        Sizes.millis(estimate.path("totalNanos").asLong()), Sizes.millis(estimate.path("downtimeNanos").asLong()));
    out.println(estimate.path("converges").asBoolean()
        ? "  it converges within the downtime limit"
        : "  it does NOT converge within the downtime limit: the guest would be stopped for longer");
  }
}
