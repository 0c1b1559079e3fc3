package dev.kurki.conf.node;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kurki.migration.control.Offer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What nodes say to one another beside migrations, as Jackson CBOR. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@JsonSubTypes.Type(PeerMessage.Introduce.class), @JsonSubTypes.Type(PeerMessage.Introduction.class),
    @JsonSubTypes.Type(PeerMessage.ForwardInput.class), @JsonSubTypes.Type(PeerMessage.TakeInventory.class),
    @JsonSubTypes.Type(PeerMessage.Inventory.class)})
public sealed interface PeerMessage {
  /** Under which every node is found. */
  ServiceKey<PeerMessage> KEY = ServiceKey.create(PeerMessage.class, "kurki-node");

  /** Asks who a node is. */
  record Introduce(ActorRef<Introduction> replyTo) implements PeerMessage {}

  /**
   * Who a node is.
   *
   * @param name its name
   * @param adminUrl where commands reach it
   * @param offers who takes machines there
   * @param peer who answers these messages there
   */
  record Introduction(String name, String adminUrl, ActorRef<Offer> offers, ActorRef<PeerMessage> peer)
      implements
        PeerMessage {}

  /**
   * What was typed for a machine where it is no longer.
   *
   * @param machine its name
   * @param data the bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record ForwardInput(String machine, byte[] data) implements PeerMessage {}

  /** Asks what a node hosts. */
  record TakeInventory(ActorRef<Inventory> replyTo) implements PeerMessage {}

  /**
   * What a node hosts.
   *
   * @param node its name
   * @param adminUrl where commands reach it
   * @param freeBytes how much guest RAM it still has room for
   * @param machines its machines, by name
   */
  record Inventory(String node, String adminUrl, long freeBytes, List<MachineEntry> machines) implements PeerMessage {
    /** Copies the list. */
    public Inventory {
      machines = List.copyOf(machines);
    }
  }
}
