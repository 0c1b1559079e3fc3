package dev.kurki.conf.sweep;

import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.source.Destination;
import dev.kurki.migration.source.MachineToMove;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.HandedOver;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Postcopy;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.Released;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.time.Clock;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** As much of the node at the source as a move needs. When it stops, all that it has dies with it. */
final class SourceNode {
  private final Move move;
  private final ActorRef<MachineMessage> machine;
  private final ActorRef<SourceMessage> source;

  private SourceNode(ActorContext<Object> context, Move move, ActorRef<Offer> target) {
    this.move = move;
    MachinePlan plan = move.swept().toLaunch();
    move.copies().built(Side.SOURCE, plan.memory());
    ActorRef<MachineEvent> owner = context.messageAdapter(MachineEvent.class, event -> event);
    ActorRef<MachineMessage> real = context.spawn(MachineActor.create(plan, owner, Clock.systemUTC()), "machine",
        MachineDispatcher.of(move.swept().settings(), context.getSystem()));
    this.machine = context.spawn(SpiedMachine.create(real, move.ear(Side.SOURCE)), "spied");
    machine.tell(new Reset());
    machine.tell(new Resume(context.getSystem().ignoreRef()));
    this.source = context.spawn(SourceActor.create(
        new MachineToMove(move.swept().describe(plan), List.of(), Move.EPOCH, machine, plan.memory(), true, List.of()),
        new Destination("beta", target, 0),
        MigrationParameters.from(move.swept().migration(move.strike().isOfPostcopy()), new Plain()),
        context.messageAdapter(MigrationEvent.class, event -> event)), "source");
    context.watch(source);
  }

  static Behavior<Object> create(Move move, ActorRef<Offer> target) {
    return Behaviors.setup(context -> {
      SourceNode node = new SourceNode(context, move, target);
      move.stands(Side.SOURCE, Standing.RUNNING);
      return Behaviors.receive(Object.class).onAnyMessage(node::take).onSignal(Terminated.class, _ -> {
        move.journal().note(new Entry.MoverEnded(Side.SOURCE));
        return Behaviors.same();
      }).onSignal(PostStop.class, _ -> {
        move.died(Side.SOURCE);
        return Behaviors.same();
      }).build();
    });
  }

  private Behavior<Object> take(Object message) {
    switch (message) {
      case Die _ -> {
        return Behaviors.stopped();
      }
      case SourceMessage command -> source.tell(command);
      case HandedOver _ -> move.stands(Side.SOURCE, Standing.LEAVING);
      case Completed _ -> {
        machine.tell(new PowerOff());
        move.stands(Side.SOURCE, Standing.NONE);
      }
      case TakenBack _ -> move.stands(Side.SOURCE, Standing.RUNNING);
      case NotMoved(_, _, var reason, _) -> {
        move.journal().note(new Entry.Said(Side.SOURCE, reason));
        move.stands(Side.SOURCE, Standing.RUNNING);
      }
      case Postcopy(_, var state, _, _, var reason) when state == State.POSTCOPY_PAUSED -> {
        move.journal().note(new Entry.Said(Side.SOURCE, reason));
        if (reason.contains("kurki migrate-recover")) {
          move.stands(Side.SOURCE, Standing.CUT_OFF);
        }
      }
      case Progress _,Postcopy _,Released _ -> {
        // The sweep sees by itself where it stands.
      }
      case MachineEvent.ConsoleOutput _ -> {
        // It is the guest's.
      }
      case MachineEvent ended -> move.journal().note(new Entry.Wrong("at the source, " + ended));
      default -> throw new IllegalStateException("the source's node is told " + message);
    }
    return Behaviors.same();
  }
}
