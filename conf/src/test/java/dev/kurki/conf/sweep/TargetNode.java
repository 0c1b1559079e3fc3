package dev.kurki.conf.sweep;

import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply.Declined;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.BuiltMachine;
import dev.kurki.migration.target.TargetParameters;
import dev.kurki.migration.target.TargetEvent;
import dev.kurki.migration.target.TargetEvent.Flowing;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.RunsInPart;
import dev.kurki.migration.target.TargetEvent.Stalled;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import dev.kurki.migration.target.TargetEvent.Waiting;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** As much of the node at the target as a move needs. When it stops, all that it has dies with it. */
final class TargetNode {
  /** What the node does with its machine. */
  enum Trouble {
    /** It has no memory for one more. */
    NO_ROOM,
    /** The machine dies. */
    MACHINE_DIES
  }

  private final ActorContext<Object> context;
  private final Move move;
  private Optional<ActorRef<MachineMessage>> machine = Optional.empty();
  private Optional<ActorRef<TargetActor.Message>> target = Optional.empty();
  private boolean isFull;

  private TargetNode(ActorContext<Object> context, Move move) {
    this.context = context;
    this.move = move;
  }

  static Behavior<Object> create(Move move) {
    return Behaviors.setup(context -> {
      TargetNode node = new TargetNode(context, move);
      return Behaviors.receive(Object.class).onAnyMessage(node::take).onSignal(Terminated.class, _ -> {
        move.journal().note(new Entry.MoverEnded(Side.TARGET));
        return Behaviors.same();
      }).onSignal(PostStop.class, _ -> {
        move.died(Side.TARGET);
        return Behaviors.same();
      }).build();
    });
  }

  private Behavior<Object> take(Object message) {
    switch (message) {
      case Die _ -> {
        return Behaviors.stopped();
      }
      case Offer offer when isFull -> offer.replyTo().tell(new Declined(List.of(
          new Refusal(Refusal.Rule.NOT_ENOUGH_MEMORY, "ram", "at most 0 bytes", "8388608 bytes"))));
      case Offer offer -> build(offer);
      case Trouble.NO_ROOM -> isFull = true;
      case Trouble.MACHINE_DIES -> machine.ifPresent(context::stop);
      case TargetActor.Message command -> target.ifPresent(there -> there.tell(command));
      case Waiting _ -> move.stands(Side.TARGET, Standing.WAITING);
      case RunsInPart _ -> move.stands(Side.TARGET, Standing.IN_PART);
      case Stalled(_, var reason) -> move.journal().note(new Entry.Said(Side.TARGET, reason));
      case Flowing _ -> {
        // The sweep sees by itself whether pages come.
      }
      case TakenOver _ -> move.stands(Side.TARGET, Standing.RUNNING);
      case GivenUp(_, var reason) -> {
        move.journal().note(new Entry.Said(Side.TARGET, reason));
        move.stands(Side.TARGET, Standing.NONE);
      }
      case MachineEvent.ConsoleOutput _ -> {
        // It is the guest's.
      }
      case MachineEvent ended -> move.journal().note(new Entry.Wrong("at the target, " + ended));
      default -> throw new IllegalStateException("the target's node is told " + message);
    }
    return Behaviors.same();
  }

  private void build(Offer offer) {
    MachinePlan plan = move.swept().toTake();
    move.copies().built(Side.TARGET, plan.memory());
    move.stands(Side.TARGET, Standing.INCOMING);
    ActorRef<MachineMessage> real = context.spawn(
        MachineActor.create(plan, context.messageAdapter(MachineEvent.class, event -> event), Clock.systemUTC()),
        "machine", MachineDispatcher.of(move.swept().settings(), context.getSystem()));
    machine = Optional.of(real);
    ActorRef<MachineMessage> spied = context.spawn(SpiedMachine.create(real, move.ear(Side.TARGET)), "spied");
    ActorRef<TargetActor.Message> taking = context.spawn(
        TargetActor.create(offer, new BuiltMachine(spied, plan.memory(), List.of()),
            TargetParameters.from(move.swept().migration(move.strike().isOfPostcopy()), new Plain()),
            context.messageAdapter(TargetEvent.class, event -> event)),
        "target");
    target = Optional.of(taking);
    context.watch(taking);
  }
}
