package dev.kurki.actors.component;

import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Raise;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where an interrupt line ends: an input of an interrupt controller or of a vCPU.
 *
 * @param component who has the input
 * @param line the input's number: a PLIC source, or a hart's interrupt cause
 * @param attention how to interrupt that component in its work, where it has such a way
 */
public record LineTarget(ActorRef<ComponentMessage> component, int line, Optional<Attention> attention) {
  /** Sets the line's level. */
  public void set(boolean level) {
    component.tell(level ? new Raise(line) : new Lower(line));
    attention.ifPresent(Attention::demand);
  }
}
