package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentMessage;
import java.util.Objects;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A component that is fuzzed: spoken to by messages, as any other is. One that fails is told of at once, with what it threw.
 */
public final class FuzzedComponent {
  /** Has the component's parent give up the present component and host a new one. */
  private record Hatch(Behavior<ComponentMessage> behavior) {}

  private record Hatched(ActorRef<ComponentMessage> actor) {}

  private record Failed(Throwable cause) {}

  private final TestProbe<Object> probe;
  private final ActorRef<Hatch> parent;
  private ActorRef<ComponentMessage> actor;

  FuzzedComponent(ActorTestKit actors) {
    this.probe = actors.createTestProbe(Object.class);
    this.parent = actors.spawn(hosting(probe.getRef()));
    this.actor = actors.system().ignoreRef();
  }

  private static Behavior<Hatch> hosting(ActorRef<Object> told) {
    return Behaviors.setup(context -> Behaviors.receive(Hatch.class).onMessage(Hatch.class, hatch -> {
      context.getChildren().forEach(child -> {
        context.unwatch(child);
        context.stop(child);
      });
      ActorRef<ComponentMessage> child = context.spawnAnonymous(hatch.behavior());
      context.watch(child);
      told.tell(new Hatched(child));
      return Behaviors.same();
    }).onSignal(ChildFailed.class, failed -> {
      told.tell(new Failed(failed.getCause()));
      return Behaviors.same();
    }).build());
  }

  /** Begins anew with a component in its state after power-on. */
  void hatch(Behavior<ComponentMessage> behavior) {
    parent.tell(new Hatch(behavior));
    actor = answer(Hatched.class).actor();
  }

  void close() {
    probe.stop();
  }

  /** Sends a message that has no answer. */
  public void tell(ComponentMessage message) {
    actor.tell(message);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param question makes the message of whom it is to be answered to
   * @throws AssertionError when the component fails, answers with another type, or not within {@link
   *     ComponentTestKit#PATIENCE}
   */
  public <R> R ask(Class<R> answer, Function<ActorRef<R>, ComponentMessage> question) {
    actor.tell(question.apply(probe.getRef().narrow()));
    return answer(answer);
  }

  private <R> R answer(Class<R> type) {
    Object answer = probe.receiveMessage(ComponentTestKit.PATIENCE);
    if (answer instanceof Failed(var cause)) {
      throw new AssertionError("the component fails: " + cause, Objects.requireNonNull(cause));
    }
    if (!type.isInstance(answer)) {
      throw new AssertionError("the component answers " + answer + " where a " + type.getSimpleName() + " is to come");
    }
    return type.cast(answer);
  }
}
