package dev.kurki.conf.node;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage.ConsoleInput;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.node.NodeMessage.ConsoleEvent;
import dev.kurki.conf.node.NodeMessage.Moved;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.PeerMessage.ForwardInput;
import dev.kurki.conf.node.PeerMessage.Introduction;
import org.apache.pekko.actor.typed.ActorRef;

/** The machines of one node, by name, and where those have gone that were here; part of the node actor's state. */
final class HostedMachines {
  private final String node;
  private final long memoryBytes;
  private final Map<MachineId, HostedMachine> machines = new LinkedHashMap<>();
  private final Map<MachineId, ActorRef<PeerMessage>> departed = new HashMap<>();

  /** No machines on the node of a name, which takes so much guest RAM in all. */
  HostedMachines(String node, long memoryBytes) {
    this.node = node;
    this.memoryBytes = memoryBytes;
  }

  void add(HostedMachine machine) {
    machines.put(machine.id(), machine);
    departed.remove(machine.id());
  }

  Optional<HostedMachine> find(MachineId id) {
    return Optional.ofNullable(machines.get(id));
  }

  Optional<HostedMachine> first(Predicate<HostedMachine> wanted) {
    return machines.values().stream().filter(wanted).findFirst();
  }

  /** Answers for a machine, or that it is not here. */
  void answer(MachineId id, ActorRef<Reply> replyTo, Function<HostedMachine, Reply> action) {
    replyTo.tell(find(id).map(action).orElseGet(() -> unknown(id)));
  }

  /** What is said of a machine that is not here. */
  Rejected unknown(MachineId id) {
    return new Rejected("there is no machine " + id + " on node " + node, Optional.empty());
  }

  /** Types on a machine's console; input follows a machine that has gone on to another node. */
  void type(MachineId id, Bytes data) {
    find(id).ifPresentOrElse(machine -> machine.machine().tell(new ConsoleInput(data)),
        () -> Optional.ofNullable(departed.get(id))
            .ifPresent(there -> there.tell(new ForwardInput(id.name(), data.toArray()))));
  }

  /** The machine is its destination's; {@code target} is empty when that cannot be reached any more. */
  void handOver(HostedMachine machine, Optional<Introduction> target) {
    target.ifPresent(there -> departed.put(machine.id(), there.peer()));
    end(machine, new Moved(machine.destination(), target.map(Introduction::adminUrl).orElse("")));
  }

  /** Nothing of the machine is left here; who looks at its console hears why. */
  void end(HostedMachine machine, ConsoleEvent last) {
    machine.consoles().tell(last);
    machine.machine().tell(new PowerOff());
    machines.remove(machine.id());
  }

  /** The machine has been powered off already. */
  void forget(MachineId id) {
    machines.remove(id);
  }

  List<MachineEntry> entries() {
    return machines.values().stream().map(machine -> machine.entry(node)).toList();
  }

  /** How much guest RAM there is room for. */
  long freeBytes() {
    return memoryBytes - machines.values().stream().mapToLong(machine -> machine.config().memoryBytes()).sum();
  }
}
