package dev.kurki.actors.machine;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.memory.WriteGuard;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Section;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a machine can be asked. A request that comes while another is being carried out waits its turn.
 *
 * <pre>
 *   paused  -- Resume --&gt;  running  -- Pause --&gt;  paused
 *   paused: SaveSections, LoadSections, GuardRam     both: TakeDirty, SurveyRam, Throttle, CountWork, Advance, Reset,
 *                                                       ConsoleInput, ToVcpu, PowerOff
 * </pre>
 */
public sealed interface MachineMessage {
  /** Lets the machine run; without effect on a running one. */
  record Resume(ActorRef<Resumed> replyTo) implements MachineMessage {}

  /** Stops the machine's components; answered once nothing of it is in flight. */
  record Pause(ActorRef<Paused> replyTo) implements MachineMessage {}

  /** Asks a paused machine for all its sections. */
  record SaveSections(ActorRef<SectionsReply> replyTo) implements MachineMessage {}

  /** Puts sections into a paused machine: exactly one for each component. */
  record LoadSections(List<Section> sections, ActorRef<SectionsReply> replyTo) implements MachineMessage {
    /** Copies the sections. */
    public LoadSections {
      sections = List.copyOf(sections);
    }
  }

  /**
   * Puts up a guard over the RAM of a paused machine: it hears of every page before whatever is written there from now on. Whoever
   * has put it up takes it down.
   */
  record GuardRam(WriteGuard guard, ActorRef<RamGuarded> replyTo) implements MachineMessage {}

  /**
   * Takes the dirty marks of all of RAM. When the answer is there, whoever writes to a page marks it again, so the pages
   * of the answer may be read from then on and no later write is missed.
   */
  record TakeDirty(ActorRef<DirtyPages> replyTo) implements MachineMessage {}

  /** Asks what the pages of guest RAM are like. */
  record SurveyRam(ActorRef<RamSurvey> replyTo) implements MachineMessage {}

  /**
   * Has all vCPUs rest for a part of the time.
   *
   * @param percent which part, 0 to 99; 0 lets them run as they can
   */
  record Throttle(int percent) implements MachineMessage {}

  /** Asks what the machine's vCPUs have done so far; they are not disturbed. */
  record CountWork(ActorRef<WorkDone> replyTo) implements MachineMessage {}

  /**
   * Lets a machine whose time passes by instructions execute so many more and then hold: it runs on only when it is asked again.
   * Its devices first see what it was told before this. A paused machine begins when it is resumed. Without effect where time
   * passes by itself.
   *
   * @param instructions how many of all its vCPUs together, traps counted; 0 has it hold where it is
   */
  record Advance(long instructions, ActorRef<Advanced> replyTo) implements MachineMessage {
    /** Throws {@link IllegalArgumentException} for a negative number. */
    public Advance {
      if (instructions < 0) {
        throw new IllegalArgumentException("a machine does not go back, by " + instructions + " instructions");
      }
    }
  }

  /** Puts the machine into its state after power-on; a running one runs on from there. */
  record Reset() implements MachineMessage {}

  /** Bytes for the console's device: what someone typed. A paused machine keeps them until it runs on. */
  record ConsoleInput(Bytes data) implements MachineMessage {}

  /**
   * A message for one vCPU, as its debugger has them; without effect if there is no such vCPU.
   *
   * @param vcpu from 0
   */
  record ToVcpu(int vcpu, ComponentMessage message) implements MachineMessage {}

  /** Ends the machine without a word to its guest; its RAM is given back. */
  record PowerOff() implements MachineMessage {}

  /** Answers {@link Resume}. */
  record Resumed(MachineId machine) {}

  /** Answers {@link Pause}. */
  record Paused(MachineId machine) {}

  /** Answers {@link GuardRam}. */
  record RamGuarded(MachineId machine) {}

  /**
   * Answers {@link TakeDirty}.
   *
   * @param words bit {@code i % 64} of word {@code i / 64} is page {@code i}
   */
  record DirtyPages(Longs words) {}

  /**
   * Answers {@link CountWork}.
   *
   * @param vcpus what each has done, in the machine's order
   */
  record WorkDone(List<WorkCounted> vcpus) {
    /** Copies the list. */
    public WorkDone {
      vcpus = List.copyOf(vcpus);
    }

    /** Instructions that all of them have retired. */
    public long instructions() {
      return vcpus.stream().mapToLong(WorkCounted::instructions).sum();
    }
  }

  /**
   * Answers {@link Advance}, not where the machine comes to its end before. Until the next one nothing of it is in flight.
   *
   * @param instructions how many it has executed, traps counted
   * @param isAsleep whether it has come no further as all its vCPUs wait and no timer is set
   */
  record Advanced(long instructions, boolean isAsleep) {}

  /** Answers {@link SaveSections} and {@link LoadSections}. */
  sealed interface SectionsReply {}

  /** The sections of all components, in the plan's order. */
  record SectionsSaved(List<Section> sections) implements SectionsReply {
    /** Copies the sections. */
    public SectionsSaved {
      sections = List.copyOf(sections);
    }
  }

  /** Every component has its section. */
  record SectionsLoaded() implements SectionsReply {}

  /** A section does not fit; the machine's state is of no use and it is to be powered off. */
  record SectionsRefused(Refusal refusal) implements SectionsReply {}

  /** What a machine tells itself. */
  non-sealed interface Own extends MachineMessage {}
}
