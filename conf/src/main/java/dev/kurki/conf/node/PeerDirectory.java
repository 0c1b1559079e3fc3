package dev.kurki.conf.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.kurki.conf.node.NodeEntry.Taking;
import dev.kurki.conf.node.PeerMessage.Introduce;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.conf.node.PeerMessage.Introduction;
import org.apache.pekko.actor.typed.ActorRef;

/** The nodes of the cluster as this one knows them, itself included; part of the node actor's state. */
final class PeerDirectory {
  private final ActorRef<Introduction> ear;
  private final Map<String, Introduction> byName = new TreeMap<>();

  /** A directory; {@code ear} is where introductions are heard. */
  PeerDirectory(ActorRef<Introduction> ear) {
    this.ear = ear;
  }

  /** Follows who can be reached: those who are gone are forgotten, new ones are asked who they are. */
  void reachable(Set<ActorRef<PeerMessage>> peers) {
    byName.values().removeIf(peer -> !peers.contains(peer.peer()));
    List<ActorRef<PeerMessage>> known = byName.values().stream().map(Introduction::peer).toList();
    List<ActorRef<PeerMessage>> strangers = new ArrayList<>(peers);
    strangers.removeAll(known);
    strangers.forEach(stranger -> stranger.tell(new Introduce(ear)));
  }

  void met(Introduction peer) {
    byName.put(peer.name(), peer);
  }

  Optional<Introduction> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  List<ActorRef<PeerMessage>> all() {
    return byName.values().stream().map(Introduction::peer).toList();
  }

  /** The nodes, each with what it can take of the others' machines by their locks. */
  List<NodeEntry> entries() {
    return byName.values().stream().map(this::entry).toList();
  }

  private NodeEntry entry(Introduction node) {
    Map<String, String> types = node.lock().machineTypes().stream()
        .collect(Collectors.toMap(MachineTypeLock::name, MachineTypeLock::digest));
    List<Taking> takes = byName.values().stream().filter(other -> !other.name().equals(node.name()))
        .flatMap(other -> other.lock().machineTypes().stream()
            .map(
                type -> new Taking(other.name(), type.name(), Negotiation.checkType(type, node.origin(), node.lock()))))
        .toList();
    return new NodeEntry(node.name(), node.adminUrl(), node.origin().release().toString(), node.lock().digest(), types,
        takes);
  }

  /** The names, for people. */
  String names() {
    return String.join(", ", byName.keySet());
  }
}
