package dev.kurki.migration.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kurki.actors.section.Refusal;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What an {@link Offer} is answered with. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@JsonSubTypes.Type(OfferReply.Accepted.class), @JsonSubTypes.Type(OfferReply.Declined.class)})
public sealed interface OfferReply extends ControlMessage {
  /**
   * The target has built the machine and listens for its stream.
   *
   * @param target who is to hear from the source
   * @param host where it listens
   * @param port where it listens
   * @param token what the stream's header must show
   * @param capabilities what both can do, by {@link Capability#word}; none from a node of the release 0.1
   */
  record Accepted(ActorRef<FromSource> target, String host, int port, String token, List<String> capabilities)
      implements
        OfferReply {
    /** Copies the list. */
    public Accepted {
      capabilities = Capability.listed(capabilities);
    }
  }

  /** The target does not take the machine, for each of these reasons; nothing of it is left there. */
  record Declined(List<Refusal> refusals) implements OfferReply {
    /** Copies the list. */
    public Declined {
      refusals = List.copyOf(refusals);
    }
  }
}
