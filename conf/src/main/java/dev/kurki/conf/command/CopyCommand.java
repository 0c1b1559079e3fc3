package dev.kurki.conf.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.node.MachineState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki copy}: decides on a copy of a machine whose migration cannot be ended, as the other node is dead. */
@Command(name = "copy", mixinStandardHelpOptions = true, description = "Decides on a copy of a machine, on the node that is asked, whose migration cannot be ended, as the other node "
    + "is dead. You vouch for that: were it alive, two copies might run, or none.")
final class CopyCommand extends ClientCommand {
  /** What is done with the copy. */
  enum Decision {
    resume,
    discard
  }

  @Parameters(index = "0", paramLabel = "DECISION", description = "resume: the copy runs on here; discard: it is thrown away, as the other node has the machine.")
  private Decision decision = Decision.discard;

  @Parameters(index = "1", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    return switch (decision) {
      case resume -> {
        refuseWhereItRuns();
        yield report(client().resumeHere(machine));
      }
      case discard -> report(client().discardHere(machine));
    };
  }

  /** A copy that was left behind is older than the guest that runs elsewhere. */
  private void refuseWhereItRuns() {
    for (JsonNode node : client().list()) {
      for (JsonNode entry : node.path("machines")) {
        String state = entry.path("state").asText();
        if (entry.path("machine").asText().equals(machine)
            && MachineState.of(state).filter(MachineState::isGuest).isPresent()) {
          throw new BadInput("machine " + machine + " is " + state + " on node " + entry.path("node").asText()
              + "; a second copy is not let run");
        }
      }
    }
  }
}
