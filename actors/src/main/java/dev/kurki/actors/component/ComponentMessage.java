package dev.kurki.actors.component;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Section;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The one small protocol that every component of a machine speaks: vCPUs, devices and guest RAM alike.
 *
 * <pre>
 *   state   Save, Load, Reset          answered by SaveReply, LoadReply, nothing
 *   run     Connect, Start, Stop       answered by nothing, nothing, Stopped
 *   bus     Read, Write                answered by Value, nothing (posted)
 *   lines   Raise, Lower               answered by nothing
 *   host    Receive                    answered by nothing
 *   memory  WriteProtect, AwaitPage    answered by WriteProtected, PageCame
 *   turns   Run, Access, Settle        answered by Ran, Accessed, Settled
 *   pace    Throttle, CountWork        answered by nothing, WorkCounted
 * </pre>
 *
 * <p>Turns are of machines whose time passes by instructions: there a started vCPU runs only as it is told to.
 *
 * <p>Messages between two components keep their order. A stopped component still answers state messages and follows lines.
 */
public sealed interface ComponentMessage {
  /** Asks for the component's section. It is stopped, so that the section is of one moment with its siblings'. */
  record Save(ActorRef<SaveReply> replyTo) implements ComponentMessage {}

  /** Puts a section's state into the stopped component; on a refusal its state is what it was. */
  record Load(Section section, ActorRef<LoadReply> replyTo) implements ComponentMessage {}

  /**
   * Has a vCPU rest for a part of the time, so that its guest changes less of its memory; without effect on others, and where
   * time passes by instructions.
   *
   * @param percent which part it rests, 0 to 99; 0 lets it run as it can
   */
  record Throttle(int percent) implements ComponentMessage {
    /** Throws {@link IllegalArgumentException} for a part that is out of range. */
    public Throttle {
      if (percent < 0 || percent > MAX_PERCENT) {
        throw new IllegalArgumentException("a vCPU is throttled by 0 to 99 percent, not by " + percent);
      }
    }

    /** The most that a vCPU can be throttled by. */
    public static final int MAX_PERCENT = 99;
  }

  /** Asks a vCPU what it has done so far; it is not disturbed. Without an answer from others. */
  record CountWork(ActorRef<WorkCounted> replyTo) implements ComponentMessage {}

  /** Puts the component into the state it has after power-on. */
  record Reset() implements ComponentMessage {}

  /**
   * Tells an initiator of bus accesses, once and before its first start, who answers it.
   *
   * @param map the devices by their addresses
   * @param ram the component of guest RAM, who answers {@link AwaitPage}
   */
  record Connect(AddressMap<ActorRef<ComponentMessage>> map, ActorRef<ComponentMessage> ram)
      implements
        ComponentMessage {}

  /** Lets the component run: a vCPU executes, a device follows the guest's clock. */
  record Start() implements ComponentMessage {}

  /** Stops the component; answered once nothing of it is in flight. */
  record Stop(ActorRef<Stopped> replyTo) implements ComponentMessage {}

  /**
   * Reads a device register.
   *
   * @param offset bytes from the start of the device's region
   * @param width 1, 2, 4 or 8 bytes, one of those that the region takes
   */
  record Read(long offset, int width, ActorRef<Value> replyTo) implements ComponentMessage {}

  /**
   * Writes a device register; posted.
   *
   * @param offset bytes from the start of the device's region
   * @param width 1, 2, 4 or 8 bytes, one of those that the region takes
   * @param value in the low {@code width} bytes, the rest zero
   */
  record Write(long offset, int width, long value) implements ComponentMessage {}

  /**
   * Answers a {@link Read}; it is also a message, as a vCPU is who asks.
   *
   * @param value in the low bytes that were asked for, the rest zero
   */
  record Value(long value) implements ComponentMessage {}

  /** Raises an input line: a PLIC's source, or a hart's interrupt cause. */
  record Raise(int line) implements ComponentMessage {}

  /** Lowers an input line. */
  record Lower(int line) implements ComponentMessage {}

  /** Bytes from the host to a device's character backend: what someone typed. */
  record Receive(Bytes data) implements ComponentMessage {}

  /**
   * Asks a component that remembers translations to RAM to forget those it may write through, so that its next write to a
   * page marks the page dirty again.
   */
  record WriteProtect(ActorRef<WriteProtected> replyTo) implements ComponentMessage {}

  /**
   * Asks guest RAM for a page that is to come; answered when it is there, at once if it is already.
   *
   * @param page its index, counted from the start of RAM
   */
  record AwaitPage(long page, ActorRef<? super PageCame> replyTo) implements ComponentMessage {}

  /**
   * Answers {@link AwaitPage}; it is also a message, as a vCPU is who asks.
   *
   * @param page its index, counted from the start of RAM
   */
  record PageCame(long page) implements ComponentMessage {}

  /**
   * Lets a started vCPU execute, and first finish the access that it has made, if there is one.
   *
   * @param instructions how many at most, traps counted, from 1
   */
  record Run(long instructions, ActorRef<Ran> replyTo) implements ComponentMessage {}

  /** Has a vCPU make the access to a device that it has come to; answered when the device has it. */
  record Access(ActorRef<Accessed> replyTo) implements ComponentMessage {}

  /** Has a device do what its time has come for; answered when its lines have followed. */
  record Settle(ActorRef<Settled> replyTo) implements ComponentMessage {}

  /** Messages of a component to itself; each component adds its own. */
  non-sealed interface Own extends ComponentMessage {}

  /** What {@link Save} is answered with. */
  sealed interface SaveReply {}

  /** The component's state at this moment. */
  record Saved(ComponentId component, Section section) implements SaveReply {}

  /** What {@link Load} is answered with. */
  sealed interface LoadReply {}

  /** The section's state is the component's now. */
  record Loaded(ComponentId component) implements LoadReply {}

  /** The section was not loaded, or the state not saved, and why; nothing has changed. */
  record Refused(ComponentId component, Refusal refusal) implements LoadReply, SaveReply {}

  /** Answers {@link Stop}: nothing of this component is in flight. */
  record Stopped(ComponentId component) {}

  /**
   * Answers {@link CountWork}.
   *
   * @param instructions how many it has retired since reset; they are counted on after a move
   * @param dirtiedPages how many pages of guest RAM it has marked dirty that were not, since it was built
   * @param startedNanos the guest time in ns when it began to execute after its last start; 0 where it has not
   * @param stoppedNanos the guest time in ns when it was stopped last; 0 where it was not
   */
  record WorkCounted(ComponentId component, long instructions, long dirtiedPages, long startedNanos,
      long stoppedNanos) {}

  /** Answers {@link WriteProtect}. */
  record WriteProtected(ComponentId component) {}

  /** Why a vCPU has come back from {@link Run}. */
  enum Pause {
    /** All instructions are executed. */
    TURN_OVER,
    /** It waits for an interrupt. */
    WAITING,
    /** An access to a device is next, to be made by {@link Access}. */
    ACCESS,
    /** It has come to a page that is missing, and says in a further {@link Ran} when that is there. */
    PAGE_MISSING,
    /** It has told the machine of its end, or its debugger that it has stopped, and executes no more for now. */
    ENDED
  }

  /**
   * Answers {@link Run}; after {@link Pause#PAGE_MISSING} a second one without instructions follows.
   *
   * @param instructions how many it has retired
   * @param spent how much of its turn that took: traps count there too
   * @param wakesAt the guest time in nanoseconds when its own timer ends its waiting; {@link DevicePorts#NO_ALARM} for never
   */
  record Ran(ComponentId component, long instructions, long spent, Pause pause, long wakesAt) {}

  /** Answers {@link Access}. */
  record Accessed(ComponentId component) {}

  /**
   * Answers {@link Settle}.
   *
   * @param alarm the guest time in nanoseconds of the device's next alarm; {@link DevicePorts#NO_ALARM} for none
   * @param ends whether it has asked for the machine's end or reset since it settled last
   */
  record Settled(ComponentId component, long alarm, boolean ends) {}
}
