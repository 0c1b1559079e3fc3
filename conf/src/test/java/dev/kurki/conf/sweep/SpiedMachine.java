package dev.kurki.conf.sweep;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.Resume;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A machine, as whoever moves it talks to it, with an ear for what it is asked. */
final class SpiedMachine {
  /** Who hears what, before it happens. */
  interface Ear {
    void toBePaused();

    void isPaused();

    void toBeLoaded();

    /** Whether it is resumed then. */
    boolean toBeResumed();

    void hasEnded();
  }

  private SpiedMachine() {}

  static Behavior<MachineMessage> create(ActorRef<MachineMessage> machine, Ear ear) {
    return Behaviors.setup(context -> {
      context.watch(machine);
      return Behaviors.receive(MachineMessage.class).onAnyMessage(message -> {
        switch (message) {
          case Pause(var replyTo) -> {
            ear.toBePaused();
            machine.tell(new Pause(context.spawnAnonymous(Behaviors.<Paused>receiveMessage(paused -> {
              ear.isPaused();
              replyTo.tell(paused);
              return Behaviors.stopped();
            }))));
          }
          case Resume resume -> {
            if (ear.toBeResumed()) {
              machine.tell(resume);
            }
          }
          case LoadSections load -> {
            ear.toBeLoaded();
            machine.tell(load);
          }
          default -> machine.tell(message);
        }
        return Behaviors.same();
      }).onSignal(Terminated.class, _ -> {
        ear.hasEnded();
        return Behaviors.stopped();
      }).build();
    });
  }
}
