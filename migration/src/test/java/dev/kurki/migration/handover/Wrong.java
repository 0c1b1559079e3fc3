package dev.kurki.migration.handover;

import dev.kurki.migration.control.FromSource.Abort;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget.Discarded;
import dev.kurki.migration.control.FromTarget.Postcopy;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.FromTarget.Running;
import dev.kurki.migration.handover.SourceHandover.Outcome;
import java.util.List;
import java.util.Optional;

/** Hand-overs with one thing done wrongly each; five are what release 0.1.0 did. */
enum Wrong {
  A_SOURCE_RUNS_AFTER_ITS_COMMIT_WHEN_NOTHING_COMES,
  A_SOURCE_RUNS_AFTER_ITS_COMMIT_WHEN_THE_TARGET_IS_GONE,
  A_SOURCE_CANCELS_AFTER_ITS_COMMIT,
  A_SOURCE_DISCARDS_ITS_COPY_WHEN_THE_TARGET_IS_GONE,
  A_SOURCE_TAKES_ANY_PREPARED_FOR_ITS_OWN,
  A_SOURCE_TAKES_BACK_UNDER_ITS_OLD_EPOCH,
  A_SOURCE_RESUMES_BY_COMMAND_WHILE_THE_TARGET_IS_THERE,
  A_TARGET_RESUMES_WITHOUT_A_COMMIT,
  A_TARGET_RESUMES_BY_COMMAND_WHILE_THE_SOURCE_IS_THERE,
  A_TARGET_DISCARDS_ITS_COPY_WHEN_THE_SOURCE_IS_GONE,
  A_TARGET_ASKS_ONLY_ONCE,
  A_TARGET_SAYS_THAT_IT_RUNS_BEFORE_IT_DOES,
  A_TARGET_FORGETS_THAT_THE_SOURCE_IS_GONE,
  A_SOURCE_ENDS_WHEN_ITS_STREAM_DOES,
  A_SOURCE_WAITS_FOR_A_TARGET_THAT_IS_GONE,
  A_SOURCE_ENDS_WHEN_THE_TARGET_RUNS_IN_PART,
  A_SOURCE_RESUMES_IN_POSTCOPY_WHILE_THE_TARGET_IS_THERE,
  A_SOURCE_IN_POSTCOPY_DOES_NOT_RESUME_BY_COMMAND,
  A_SOURCE_RELEASES_BEFORE_THE_GUEST_RUNS_ELSEWHERE,
  A_SOURCE_RELEASES_WHEN_THE_TARGET_IS_GONE,
  A_SOURCE_RESUMES_WHAT_IT_HAS_RELEASED,
  A_SOURCE_DOES_NOT_DISCARD_WHAT_IT_HAS_RELEASED,
  A_TARGET_TAKES_OVER_IN_PART,
  A_TARGET_RUNS_IN_PART_BY_COMMAND,
  A_TARGET_IN_PART_ASKS_NOBODY_TO_DISCARD_IT,
  NO_COMMAND_RESUMES_OR_DISCARDS;

  Protocol protocol() {
    return switch (this) {
      case A_SOURCE_RUNS_AFTER_ITS_COMMIT_WHEN_NOTHING_COMES -> source(
          (state, input) -> state instanceof SourceHandover.State.Committed
              && input instanceof SourceHandover.Input.Retry,
          new SourceHandover.State.Ended(), new SourceHandover.Action.RunGuest());
      case A_SOURCE_RUNS_AFTER_ITS_COMMIT_WHEN_THE_TARGET_IS_GONE -> source(
          (state, input) -> state instanceof SourceHandover.State.Committed
              && input instanceof SourceHandover.Input.TargetGone,
          new SourceHandover.State.Ended(), new SourceHandover.Action.RunGuest(),
          new SourceHandover.Action.TellTakenBack(3));
      case A_SOURCE_CANCELS_AFTER_ITS_COMMIT -> source(
          (state, input) -> state instanceof SourceHandover.State.Committed
              && input instanceof SourceHandover.Input.Cancel,
          new SourceHandover.State.Ended(),
          new SourceHandover.Action.TellKept(Outcome.CANCELLED, "it was cancelled", List.of()));
      case A_SOURCE_DISCARDS_ITS_COPY_WHEN_THE_TARGET_IS_GONE -> source(
          (state, input) -> state instanceof SourceHandover.State.Committed
              && input instanceof SourceHandover.Input.TargetGone,
          new SourceHandover.State.Ended(), new SourceHandover.Action.TellMoved());
      case A_SOURCE_TAKES_ANY_PREPARED_FOR_ITS_OWN -> source(
          (state, input) -> state instanceof SourceHandover.State.Device
              && input instanceof SourceHandover.Input.Heard(Prepared _),
          new SourceHandover.State.Committed(false), new SourceHandover.Action.TellHandedOver(2),
          new SourceHandover.Action.Say(new Commit(2)));
      case A_SOURCE_TAKES_BACK_UNDER_ITS_OLD_EPOCH -> source(
          (state, input) -> state.equals(new SourceHandover.State.Committed(true))
              && input instanceof SourceHandover.Input.ResumeHere,
          new SourceHandover.State.Ended(), new SourceHandover.Action.RunGuest(),
          new SourceHandover.Action.TellTakenBack(1));
      case A_SOURCE_RESUMES_BY_COMMAND_WHILE_THE_TARGET_IS_THERE -> source(
          (state, input) -> state.equals(new SourceHandover.State.Committed(false))
              && input instanceof SourceHandover.Input.ResumeHere,
          new SourceHandover.State.Ended(), new SourceHandover.Action.RunGuest(),
          new SourceHandover.Action.TellTakenBack(3));
      case A_TARGET_RESUMES_WITHOUT_A_COMMIT -> target(
          (state, input) -> state instanceof TargetHandover.State.Prepared
              && input instanceof TargetHandover.Input.Retry,
          new TargetHandover.State.Resuming(false, false), new TargetHandover.Action.ResumeMachine());
      case A_TARGET_RESUMES_BY_COMMAND_WHILE_THE_SOURCE_IS_THERE -> target(
          (state, input) -> state.equals(new TargetHandover.State.Prepared(false, false))
              && input instanceof TargetHandover.Input.ResumeHere,
          new TargetHandover.State.Resuming(false, false), new TargetHandover.Action.ResumeMachine());
      case A_TARGET_DISCARDS_ITS_COPY_WHEN_THE_SOURCE_IS_GONE -> target(
          (state, input) -> state instanceof TargetHandover.State.Prepared
              && input instanceof TargetHandover.Input.SourceGone,
          new TargetHandover.State.GivenUp(), new TargetHandover.Action.Say(new Discarded()),
          new TargetHandover.Action.PowerOff());
      case A_TARGET_ASKS_ONLY_ONCE -> target(
          (state, input) -> state.equals(new TargetHandover.State.Prepared(false, false))
              && input instanceof TargetHandover.Input.Retry,
          new TargetHandover.State.Prepared(false, false));
      case A_TARGET_SAYS_THAT_IT_RUNS_BEFORE_IT_DOES -> target(
          (state, input) -> state instanceof TargetHandover.State.Resuming
              && input instanceof TargetHandover.Input.ItStandsStill,
          new TargetHandover.State.Running(), new TargetHandover.Action.Say(new Running(2)));
      case A_TARGET_FORGETS_THAT_THE_SOURCE_IS_GONE -> target(
          (state, input) -> state.equals(new TargetHandover.State.Resuming(false, false))
              && input instanceof TargetHandover.Input.SourceGone,
          new TargetHandover.State.Resuming(false, false));
      case A_SOURCE_ENDS_WHEN_ITS_STREAM_DOES -> source(
          (state, input) -> state instanceof SourceHandover.State.Aborted
              && input instanceof SourceHandover.Input.StreamBroke,
          new SourceHandover.State.Ended());
      case A_SOURCE_WAITS_FOR_A_TARGET_THAT_IS_GONE -> source(
          (state, input) -> state instanceof SourceHandover.State.Device
              && input instanceof SourceHandover.Input.TargetGone,
          new SourceHandover.State.Aborted(new Abort("a reason")), new SourceHandover.Action.StopStream(),
          new SourceHandover.Action.RunGuest(),
          new SourceHandover.Action.TellKept(Outcome.FAILED, "a reason", List.of()),
          new SourceHandover.Action.Say(new Abort("a reason")));
      case A_SOURCE_ENDS_WHEN_THE_TARGET_RUNS_IN_PART -> source(
          (state, input) -> state instanceof SourceHandover.State.Committed
              && input instanceof SourceHandover.Input.Heard(Postcopy _),
          new SourceHandover.State.Ended(), new SourceHandover.Action.TellMoved());
      case A_SOURCE_RESUMES_IN_POSTCOPY_WHILE_THE_TARGET_IS_THERE -> source(
          (state, input) -> state.equals(new SourceHandover.State.Postcopy(false, false))
              && input instanceof SourceHandover.Input.ResumeHere,
          new SourceHandover.State.Ended(), new SourceHandover.Action.RunGuest(),
          new SourceHandover.Action.TellTakenBack(3));
      case A_SOURCE_IN_POSTCOPY_DOES_NOT_RESUME_BY_COMMAND -> source(
          (state, input) -> state.equals(new SourceHandover.State.Postcopy(true, false))
              && input instanceof SourceHandover.Input.ResumeHere,
          new SourceHandover.State.Postcopy(true, false));
      case A_SOURCE_RELEASES_BEFORE_THE_GUEST_RUNS_ELSEWHERE -> source(
          (state, input) -> state.equals(new SourceHandover.State.Committed(false))
              && input instanceof SourceHandover.Input.PagesConfirmed,
          new SourceHandover.State.Postcopy(false, true), new SourceHandover.Action.ReleasePages("a reason"));
      case A_SOURCE_RELEASES_WHEN_THE_TARGET_IS_GONE -> source(
          (state, input) -> state.equals(new SourceHandover.State.Postcopy(true, false))
              && input instanceof SourceHandover.Input.PagesConfirmed,
          new SourceHandover.State.Postcopy(true, true), new SourceHandover.Action.ReleasePages("a reason"));
      case A_SOURCE_RESUMES_WHAT_IT_HAS_RELEASED -> source(
          (state, input) -> state.equals(new SourceHandover.State.Postcopy(true, true))
              && input instanceof SourceHandover.Input.ResumeHere,
          new SourceHandover.State.Ended(), new SourceHandover.Action.RunGuest(),
          new SourceHandover.Action.TellTakenBack(3));
      case A_SOURCE_DOES_NOT_DISCARD_WHAT_IT_HAS_RELEASED -> source(
          (state, input) -> state.equals(new SourceHandover.State.Postcopy(true, true))
              && input instanceof SourceHandover.Input.DiscardHere,
          new SourceHandover.State.Postcopy(true, true));
      case A_TARGET_TAKES_OVER_IN_PART -> target(
          (state, input) -> state.equals(new TargetHandover.State.Resuming(true, false))
              && input instanceof TargetHandover.Input.ItRuns,
          new TargetHandover.State.Running(), new TargetHandover.Action.Say(new Running(2)));
      case A_TARGET_RUNS_IN_PART_BY_COMMAND -> target(
          (state, input) -> state.equals(new TargetHandover.State.Prepared(true, false))
              && input instanceof TargetHandover.Input.ResumeHere,
          new TargetHandover.State.Resuming(true, false), new TargetHandover.Action.ResumeMachine());
      case A_TARGET_IN_PART_ASKS_NOBODY_TO_DISCARD_IT -> target(
          (state, input) -> state.equals(new TargetHandover.State.Postcopy(true))
              && input instanceof TargetHandover.Input.DiscardHere,
          new TargetHandover.State.Postcopy(true));
      case NO_COMMAND_RESUMES_OR_DISCARDS -> target(
          (state, input) -> state.equals(new TargetHandover.State.Prepared(false, true))
              && (input instanceof TargetHandover.Input.ResumeHere
                  || input instanceof TargetHandover.Input.DiscardHere),
          new TargetHandover.State.Prepared(false, true));
    };
  }

  private interface When<S, I> {
    boolean holds(S state, I input);
  }

  private static Protocol source(When<SourceHandover.State, SourceHandover.Input> when, SourceHandover.State then,
      SourceHandover.Action... actions) {
    SourceHandover.Step wrong = new SourceHandover.Step(then, List.of(actions));
    return Protocol.withSource((state, input) -> Optional.of(wrong).filter(_ -> when.holds(state, input)));
  }

  private static Protocol target(When<TargetHandover.State, TargetHandover.Input> when, TargetHandover.State then,
      TargetHandover.Action... actions) {
    TargetHandover.Step wrong = new TargetHandover.Step(then, List.of(actions));
    return Protocol.withTarget((state, input) -> Optional.of(wrong).filter(_ -> when.holds(state, input)));
  }
}
