package dev.kurki.migration.source;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Refusal;
import java.util.List;

/** What a migration tells whoever watches it, in the order of its states. */
public sealed interface MigrationEvent {
  /** The machine that is being moved. */
  MachineId machine();

  /** The states, by QEMU's names. */
  enum State {
    /** Accepted by the target, which has built it; nothing is sent yet. */
    SETUP,
    /** Rounds are sent while the guest runs. */
    ACTIVE,
    /** Ready to stop the guest, which runs on; the operator is waited for. */
    PRE_SWITCHOVER,
    /** The guest is stopped; the last round and the sections are sent. */
    DEVICE,
    /** The guest runs at the target, and pages follow. */
    POSTCOPY_ACTIVE,
    /** The guest runs at the target as far as it can without the pages that do not follow just now. */
    POSTCOPY_PAUSED,
    /** The target owns the machine. */
    COMPLETED,
    /** The source owns the machine as before. */
    FAILED,
    /** Given up as it was asked to; the source owns the machine as before. */
    CANCELLED
  }

  /**
   * A state was entered, a round begun, or a round has gone on for a while.
   *
   * @param round from 1; 0 before the first
   * @param dirtyPages how many pages the round is about
   * @param pagesSent pages of all rounds so far, those that are told to be zero counted
   * @param bytesSent bytes of the stream so far
   * @param pace how fast it is
   * @param outlook what is expected
   */
  record Progress(MachineId machine, State state, int round, long dirtyPages, long pagesSent, long bytesSent, Pace pace,
      Outlook outlook) implements MigrationEvent {}

  /**
   * The source has decided to hand the machine over and will never run it again under this epoch, whatever happens.
   *
   * @param epoch the fencing token under which the target owns it
   */
  record HandedOver(MachineId machine, long epoch) implements MigrationEvent {}

  /**
   * How it goes after the switch to post-copy.
   *
   * @param state {@link State#POSTCOPY_ACTIVE} or {@link State#POSTCOPY_PAUSED}
   * @param pagesLeft how many pages the target waits for, as it has said last; before that, at the switch
   * @param pagesSent how many pages have been sent since the switch
   * @param reason why it is paused, for people; else empty
   */
  record Postcopy(MachineId machine, State state, long pagesLeft, long pagesSent, String reason)
      implements
        MigrationEvent {}

  /**
   * The copy at the source is thrown away, as an operator wants it, though the target was gone before it had all pages, and those
   * that it had were released here.
   *
   * @param reason one sentence for people: there may be no whole copy any more
   */
  record Lost(MachineId machine, String reason) implements MigrationEvent {}

  /**
   * Pages of the copy at the source are about to be released, as the target has said to have them: from now on the copy is not
   * whole, and is never run again.
   *
   * @param reason what an operator is told who wants it to run
   */
  record Released(MachineId machine, String reason) implements MigrationEvent {}

  /**
   * The operator has had the source take the machine back that it had handed over, as the target's node is dead. It runs at
   * the source.
   *
   * @param epoch the fencing token under which the source owns it again
   */
  record TakenBack(MachineId machine, long epoch) implements MigrationEvent {}

  /** The machine runs on the target. */
  record Completed(MachineId machine, MigrationReport report) implements MigrationEvent {}

  /**
   * The machine was not moved; it runs, or stands, at the source as before.
   *
   * @param state {@link State#FAILED} or {@link State#CANCELLED}
   * @param reason for people
   * @param refusals every structured reason, where it was refused
   */
  record NotMoved(MachineId machine, State state, String reason, List<Refusal> refusals) implements MigrationEvent {
    /** Copies the list. */
    public NotMoved {
      refusals = List.copyOf(refusals);
    }
  }
}
