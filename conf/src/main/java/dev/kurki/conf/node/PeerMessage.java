package dev.kurki.conf.node;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kurki.actors.section.Refusal;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.Origin;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What nodes say to one another beside migrations, as Jackson CBOR. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@JsonSubTypes.Type(PeerMessage.Introduce.class), @JsonSubTypes.Type(PeerMessage.Introduction.class),
    @JsonSubTypes.Type(PeerMessage.ForwardInput.class), @JsonSubTypes.Type(PeerMessage.TakeInventory.class),
    @JsonSubTypes.Type(PeerMessage.Inventory.class), @JsonSubTypes.Type(PeerMessage.AskPreflight.class),
    @JsonSubTypes.Type(PeerMessage.Preflight.class)})
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
   * @param origin its release
   * @param lock its lock, by which it is known what it can take
   */
  record Introduction(String name, String adminUrl, ActorRef<Offer> offers, ActorRef<PeerMessage> peer, Origin origin,
      Lock lock) implements PeerMessage {}

  /**
   * Asks whether a node would take a machine; nothing is done for it there.
   *
   * @param description the machine
   * @param blacklist what the asking node knows to be broken
   * @param capabilities what the asking node can do, by {@link Capability#word}; none from a node of the release 0.1
   */
  record AskPreflight(MachineDescription description, List<BlacklistEntry> blacklist, List<String> capabilities,
      ActorRef<Preflight> replyTo)
      implements
        PeerMessage {
    /** Copies the lists. */
    public AskPreflight {
      blacklist = List.copyOf(blacklist);
      capabilities = Capability.listed(capabilities);
    }
  }

  /**
   * Answers {@link AskPreflight}.
   *
   * @param refusals every reason why not; none when it would be taken
   */
  record Preflight(List<Refusal> refusals) implements PeerMessage {
    /** Copies the list. */
    public Preflight {
      refusals = List.copyOf(refusals);
    }
  }

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
