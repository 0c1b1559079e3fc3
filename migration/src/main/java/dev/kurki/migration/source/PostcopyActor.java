package dev.kurki.migration.source;

import dev.kurki.migration.source.PostcopyLink.Wires;
import dev.kurki.migration.stream.FrameChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Sends the rest of a machine's RAM after the switch to post-copy, and makes its connections anew when they break. It ends with
 * its parent, who hears from the target that all has come.
 *
 * <pre>
 *                    connected           broken, stalled
 *   connecting  -------------------&gt;  active  -----------&gt;  paused
 *        |   ^                           |                      |
 *        |   +---------------------------+----------------------+  a while later, some times; Recover
 *        +--------------------------------------------------------&gt; not connected
 * </pre>
 */
final class PostcopyActor {
  /** What it is asked, and what it tells itself. */
  sealed interface Message {}

  /** Makes the connections anew, now. */
  record Recover() implements Message {}

  /**
   * No page reaches the target though the connections stand: they are made anew.
   *
   * @param reason for people
   */
  record Stalled(String reason) implements Message {}

  private record Connected(PostcopyLink link, Wires wires) implements Message {}

  private record Broken(PostcopyLink link, String reason) implements Message {}

  private record Again() implements Message {}

  /** What it tells its parent. */
  sealed interface Told {}

  /** Pages go. */
  record Active() implements Told {}

  /**
   * No pages go.
   *
   * @param reason one sentence for people
   */
  record Paused(String reason) implements Told {}

  /** The target has said which pages it has, and they could be released here. */
  record Confirmed() implements Told {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final ConfirmedPages confirmed;
  private final TargetAddress target;
  private final MigrationParameters parameters;
  private final Bandwidth bandwidth;
  private final Remainder remainder;
  private final ActorRef<? super Told> parent;
  private PostcopyLink link;
  private int attempts;

  private PostcopyActor(ActorContext<Message> context, TimerScheduler<Message> timers, ConfirmedPages confirmed,
      TargetAddress target, MigrationParameters parameters, Bandwidth bandwidth, Remainder remainder,
      ActorRef<? super Told> parent) {
    this.context = context;
    this.timers = timers;
    this.confirmed = confirmed;
    this.target = target;
    this.parameters = parameters;
    this.bandwidth = bandwidth;
    this.remainder = remainder;
    this.parent = parent;
    this.link = new PostcopyLink(confirmed, parameters);
  }

  /**
   * Begins to send.
   *
   * @param confirmed takes what the target says to have of the RAM of a machine that stands
   * @param target where it goes
   * @param bandwidth how fast the rest may go; what the guest waits for goes at once
   * @param remainder what is left, as the target says
   * @param parent hears how it goes
   */
  static Behavior<Message> create(ConfirmedPages confirmed, TargetAddress target, MigrationParameters parameters,
      Bandwidth bandwidth, Remainder remainder, ActorRef<? super Told> parent) {
    return Behaviors.setup(context -> Behaviors.withTimers(
        timers -> new PostcopyActor(context, timers, confirmed, target, parameters, bandwidth, remainder, parent)
            .connecting()));
  }

  private Behavior<Message> connecting() {
    link.close();
    PostcopyLink fresh = new PostcopyLink(confirmed, parameters);
    confirmed.hear(fresh);
    link = fresh;
    CompletableFuture<Wires> wires = new CompletableFuture<>();
    // No virtual thread: a socket that one has read from polls before each read, ever after.
    Thread.ofPlatform().daemon().name("postcopy-connect").start(() -> {
      try {
        wires.complete(fresh.connect(target));
      } catch (Exception e) {
        wires.completeExceptionally(e);
      }
    });
    context.pipeToSelf(wires, (made, problem) -> problem == null
        ? new Connected(fresh, made)
        : new Broken(fresh, FrameChannel.reasonOf(problem)));
    return behavior(message -> switch (message) {
      case Connected(var made, var there) when made == link -> active(there);
      case Broken(var broken, var reason) when broken == link -> paused(reason);
      case Recover _,Stalled _,Again _,Connected _,Broken _ -> Behaviors.same();
    });
  }

  private Behavior<Message> active(Wires wires) {
    PostcopyLink current = link;
    remainder.is(wires.missing());
    context.pipeToSelf(current.run(context.getSystem(), wires, remainder, bandwidth),
        (reason, problem) -> new Broken(current, problem == null ? reason : FrameChannel.reasonOf(problem)));
    attempts = 0;
    parent.tell(new Active());
    return behavior(message -> switch (message) {
      case Broken(var broken, var reason) when broken == link -> paused(reason);
      case Stalled(var reason) -> paused(reason);
      case Recover() -> connecting();
      case Connected _,Broken _,Again _ -> Behaviors.same();
    });
  }

  private Behavior<Message> paused(String reason) {
    link.close();
    boolean goesOn = attempts < parameters.recovery().attempts();
    parent.tell(new Paused(reason + (goesOn ? "; it is connected anew" : "; kurki migrate-recover connects anew")));
    if (goesOn) {
      attempts++;
      timers.startSingleTimer(new Again(), parameters.recovery().delay(attempts));
    }
    return behavior(message -> switch (message) {
      case Recover() -> {
        timers.cancelAll();
        attempts = 0;
        yield connecting();
      }
      case Again() -> connecting();
      case Stalled _,Connected _,Broken _ -> Behaviors.same();
    });
  }

  private Behavior<Message> behavior(Function<Message, Behavior<Message>> onMessage) {
    return Behaviors.receive(Message.class).onAnyMessage(onMessage::apply).onSignal(PostStop.class, _ -> {
      link.close();
      return Behaviors.same();
    }).build();
  }
}
