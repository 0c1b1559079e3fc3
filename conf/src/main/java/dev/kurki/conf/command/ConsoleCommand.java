package dev.kurki.conf.command;

import dev.kurki.conf.client.ConsoleSession;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.console.OperatorTerminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kurki console}: a machine's console on this terminal, wherever the machine goes. */
@Command(name = "console", mixinStandardHelpOptions = true, description = "Shows a machine's console on this terminal and follows it from node to node; Ctrl-A x leaves it.")
final class ConsoleCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MACHINE", description = "The machine's name.")
  private String machine = "";

  @Override
  public Integer call() {
    NodeClient node = client().at(machine);
    try (OperatorTerminal terminal = OperatorTerminal.open();
        ConsoleSession session = ConsoleSession.open(node.node(), machine, terminal::show,
            moved -> terminal.note("machine " + machine + " is on node " + moved + " now"))) {
      terminal.onInput(session::type, session::close);
      ConsoleSession.End end = session.end().join();
      terminal.note(end.reason());
      return end.status();
    }
  }
}
