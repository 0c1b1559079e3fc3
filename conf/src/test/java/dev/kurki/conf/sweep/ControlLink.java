package dev.kurki.conf.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stands for an actor of the other node: what it is told reaches that actor, later, or never. Who watches it learns of the
 * actor's end as far as the link lets news through.
 */
final class ControlLink {
  /** How much gets through. */
  enum Mode {
    OPEN,
    HELD,
    LOST,
    /** The other node is taken for dead. */
    GONE
  }

  private final ActorRef<Object> real;
  private final UnaryOperator<Object> passing;
  private final List<Object> held = new ArrayList<>();
  private final Supplier<Mode> mode;
  private boolean isRealGone;

  private ControlLink(ActorContext<Object> context, ActorRef<Object> real, Supplier<Mode> mode,
      UnaryOperator<Object> passing) {
    this.real = real;
    this.mode = mode;
    this.passing = passing;
    context.watch(real);
  }

  /**
   * A link.
   *
   * @param real whom it stands for
   * @param mode how much gets through, now; a link that is told a mode looks again
   * @param passing sees what passes before it does, and may change it
   * @param ended hears when the link has ended
   */
  static Behavior<Object> create(ActorRef<Object> real, Supplier<Mode> mode,
      UnaryOperator<Object> passing, Runnable ended) {
    return Behaviors.setup(context -> {
      ControlLink link = new ControlLink(context, real, mode, passing);
      return Behaviors.receive(Object.class).onAnyMessage(link::take).onSignal(Terminated.class, _ -> {
        link.isRealGone = true;
        return link.next();
      }).onSignal(PostStop.class, _ -> {
        ended.run();
        return Behaviors.same();
      }).build();
    });
  }

  private Behavior<Object> take(Object message) {
    if (!(message instanceof Mode)) {
      held.add(passing.apply(message));
    }
    return next();
  }

  private Behavior<Object> next() {
    return switch (mode.get()) {
      case OPEN -> {
        held.forEach(real::tell);
        held.clear();
        yield isRealGone ? Behaviors.stopped() : Behaviors.same();
      }
      case HELD -> Behaviors.same();
      case LOST -> {
        held.clear();
        yield Behaviors.same();
      }
      case GONE -> Behaviors.stopped();
    };
  }
}
