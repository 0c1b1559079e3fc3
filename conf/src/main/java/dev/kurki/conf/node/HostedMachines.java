package dev.kurki.conf.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.conf.node.NodeMessage.ConsoleEvent;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import org.apache.pekko.actor.typed.ActorRef;

/** The machines of one node, by name; part of the node actor's state. */
final class HostedMachines {
  private final String node;
  private final long memoryBytes;
  private final Map<MachineId, HostedMachine> machines = new LinkedHashMap<>();

  /** No machines on the node of a name, which takes so much guest RAM in all. */
  HostedMachines(String node, long memoryBytes) {
    this.node = node;
    this.memoryBytes = memoryBytes;
  }

  void add(HostedMachine machine) {
    machines.put(machine.id(), machine);
  }

  Optional<HostedMachine> find(MachineId id) {
    return Optional.ofNullable(machines.get(id));
  }

  Optional<HostedMachine> first(Predicate<HostedMachine> wanted) {
    return machines.values().stream().filter(wanted).findFirst();
  }

  /** Answers for a machine, or that it is not here. */
  void answer(MachineId id, ActorRef<Reply> replyTo, Function<HostedMachine, Reply> action) {
    replyTo.tell(find(id).map(action)
        .orElseGet(() -> new Rejected("there is no machine " + id + " on node " + node, Optional.empty())));
  }

  /** Nothing of the machine is left here; who looks at its console hears why. */
  void end(HostedMachine machine, ConsoleEvent last) {
    machine.tellConsoles(last);
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
