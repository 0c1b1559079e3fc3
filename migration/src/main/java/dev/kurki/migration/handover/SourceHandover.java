package dev.kurki.migration.handover;

import dev.kurki.actors.section.Refusal;
import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Abort;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.FromTarget.Discarded;
import dev.kurki.migration.control.FromTarget.Failed;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.FromTarget.Running;
import dev.kurki.migration.handover.SourceHandover.Action.ReleasePages;
import dev.kurki.migration.handover.SourceHandover.Action.Repeat;
import dev.kurki.migration.handover.SourceHandover.Action.RunGuest;
import dev.kurki.migration.handover.SourceHandover.Action.Say;
import dev.kurki.migration.handover.SourceHandover.Action.StopStream;
import dev.kurki.migration.handover.SourceHandover.Action.TellHandedOver;
import dev.kurki.migration.handover.SourceHandover.Action.TellKept;
import dev.kurki.migration.handover.SourceHandover.Action.TellLost;
import dev.kurki.migration.handover.SourceHandover.Action.TellMoved;
import dev.kurki.migration.handover.SourceHandover.Action.TellOperator;
import dev.kurki.migration.handover.SourceHandover.Action.TellPostcopy;
import dev.kurki.migration.handover.SourceHandover.Action.TellTakenBack;
import dev.kurki.migration.handover.SourceHandover.Input.Cancel;
import dev.kurki.migration.handover.SourceHandover.Input.DiscardHere;
import dev.kurki.migration.handover.SourceHandover.Input.Heard;
import dev.kurki.migration.handover.SourceHandover.Input.PagesConfirmed;
import dev.kurki.migration.handover.SourceHandover.Input.ResumeHere;
import dev.kurki.migration.handover.SourceHandover.Input.Retry;
import dev.kurki.migration.handover.SourceHandover.Input.Stopped;
import dev.kurki.migration.handover.SourceHandover.Input.StreamBroke;
import dev.kurki.migration.handover.SourceHandover.Input.TargetGone;
import dev.kurki.migration.handover.SourceHandover.Input.TimedOut;
import dev.kurki.migration.handover.SourceHandover.Input.WentWrong;
import dev.kurki.migration.handover.SourceHandover.State.Aborted;
import dev.kurki.migration.handover.SourceHandover.State.Active;
import dev.kurki.migration.handover.SourceHandover.State.Committed;
import dev.kurki.migration.handover.SourceHandover.State.Device;
import dev.kurki.migration.handover.SourceHandover.State.Ended;
import java.util.List;

/**
 * The source's side of a hand-over, and the sole judge of who owns the guest; the package's table has its states. It has no
 * state itself.
 *
 * @param target what the target is called in reasons, e.g. {@code node beta}
 * @param epoch the fencing token under which the source owns the machine
 */
public record SourceHandover(String target, long epoch) {
  /** Where a source stands. */
  public sealed interface State {
    /** Rounds are sent; the guest runs. */
    record Active() implements State {}

    /** The guest is stopped, the rest is sent, and the target is waited for. */
    record Device() implements State {}

    /**
     * The guest is the target's.
     *
     * @param targetGone whether the target has been taken for dead
     */
    record Committed(boolean targetGone) implements State {}

    /**
     * The guest is the target's and runs there before all of its pages are: the copy here is kept until they are.
     *
     * @param targetGone whether the target has been taken for dead
     * @param released whether pages may have been released here that the target has; if not, the copy is whole
     */
    record Postcopy(boolean targetGone, boolean released) implements State {}

    /** The guest is the source's; the target is told. */
    record Aborted(Abort decision) implements State {}

    /** Nothing more is said. */
    record Ended() implements State {}
  }

  /** What a source learns. */
  public sealed interface Input {
    /** The guest is stopped. */
    record Stopped() implements Input {}

    /** The target has said something, on the stream or across the cluster. */
    record Heard(FromTarget word) implements Input {}

    /** The user gives the migration up. */
    record Cancel() implements Input {}

    /** The machine did not do what it was asked, or is not to be moved as it is. */
    record WentWrong(String reason, List<Refusal> refusals) implements Input {
      /** Copies the list. */
      public WentWrong {
        refusals = List.copyOf(refusals);
      }
    }

    /** The stream cannot be written any more. */
    record StreamBroke(String reason) implements Input {}

    /** The target has taken too long to be prepared. */
    record TimedOut(String reason) implements Input {}

    /** The target has ended, or its node is taken for dead. */
    record TargetGone() implements Input {}

    /** The target of a post-copy has said which pages it has, and both nodes are to release such. It can be said again. */
    record PagesConfirmed() implements Input {}

    /** It is time to repeat what is not acknowledged. */
    record Retry() implements Input {}

    /**
     * The operator has the guest run here again after it was handed over. It does nothing unless the target was seen gone.
     * The operator vouches that the target's node is dead: its process has ended, or its host is off, and the copy there
     * neither runs nor will run. A guest that had begun to run there goes back to where it was stopped here: in post-copy, to
     * where it was switched. A copy whose pages are released is refused, as it is not whole.
     */
    record ResumeHere() implements Input {}

    /**
     * The operator has the copy here thrown away after it was handed over. It does nothing unless the target was seen gone.
     * The operator vouches that the machine runs on the target's node, or is not wanted any more. Of a copy whose pages are
     * released it is told that the guest may be lost.
     */
    record DiscardHere() implements Input {}
  }

  /** How a migration ends that leaves the guest at the source. */
  public enum Outcome {
    /** Something failed. */
    FAILED,
    /** The user gave it up. */
    CANCELLED
  }

  /** What is to be done, in the order given. */
  public sealed interface Action {
    /** End the stream. */
    record StopStream() implements Action {}

    /** Have the guest run on, if it ran before. */
    record RunGuest() implements Action {}

    /** Tell the target, on the stream where it can be and across the cluster; from now on it is time to repeat now and then. */
    record Say(FromSource word) implements Action {}

    /** Tell the target again, across the cluster. */
    record Repeat(FromSource word) implements Action {}

    /** Tell the node, before anybody else hears of it, that the guest is not to run here any more. */
    record TellHandedOver(long epoch) implements Action {}

    /** Tell the node that the machine runs on the target, and that pages still go there. */
    record TellPostcopy() implements Action {}

    /**
     * Tell the node that the copy here cannot be run any more, and release what the target has, and will have.
     *
     * @param refusal what an operator is told who wants the copy to run
     */
    record ReleasePages(String refusal) implements Action {}

    /** Tell the node that the machine runs on the target, and that the copy here can go. */
    record TellMoved() implements Action {}

    /** Tell the node that the guest stays, as if nothing had been. */
    record TellKept(Outcome outcome, String reason, List<Refusal> refusals) implements Action {
      /** Copies the list. */
      public TellKept {
        refusals = List.copyOf(refusals);
      }
    }

    /** Tell the node that it owns the guest again. */
    record TellTakenBack(long epoch) implements Action {}

    /**
     * Tell the node that the copy here can go, and that no other whole one is known of.
     *
     * @param reason one sentence for people
     */
    record TellLost(String reason) implements Action {}

    /** Say what only an operator can know and decide. */
    record TellOperator(String sentence) implements Action {}
  }

  /**
   * What comes of an input.
   *
   * @param state the next state
   * @param actions what is to be done, in this order
   */
  public record Step(State state, List<Action> actions) {
    /** Copies the list. */
    public Step {
      actions = List.copyOf(actions);
    }

    private static Step to(State state, Action... actions) {
      return new Step(state, List.of(actions));
    }
  }

  /** Takes an input; one that means nothing in this state changes nothing. */
  public Step step(State state, Input input) {
    return switch (state) {
      case Active active -> undecided(active, input);
      case Device device -> undecided(device, input);
      case Committed committed -> committed(committed, input);
      case State.Postcopy postcopy -> postcopy(postcopy, input);
      case Aborted aborted -> aborted(aborted, input);
      case Ended ended -> Step.to(ended);
    };
  }

  private Step undecided(State state, Input input) {
    boolean stopped = state instanceof Device;
    return switch (input) {
      case Stopped() -> Step.to(new Device());
      case Heard(Prepared(var offered)) when stopped && offered == epoch ->
        Step.to(new Committed(false), new TellHandedOver(epoch + 1), new Say(commit()));
      case Heard(Failed(var reason)) -> kept(target + " gave up: " + reason);
      case TargetGone() -> kept(target + " is gone");
      case TimedOut(var reason) when stopped -> abort(Outcome.FAILED, reason, List.of());
      case WentWrong(var reason, var refusals) -> abort(Outcome.FAILED, reason, refusals);
      case StreamBroke(var reason) -> abort(Outcome.FAILED, reason, List.of());
      case Cancel() -> abort(Outcome.CANCELLED, "it was cancelled", List.of());
      case Heard _,TimedOut _,Retry _,PagesConfirmed _,ResumeHere _,DiscardHere _ -> Step.to(state);
    };
  }

  private Step abort(Outcome outcome, String reason, List<Refusal> refusals) {
    Abort abort = new Abort(reason);
    return Step.to(new Aborted(abort), new StopStream(), new RunGuest(), new TellKept(outcome, reason, refusals),
        new Say(abort));
  }

  /** There is nobody left to wait for; a target that was taken for dead falsely may hear it yet. */
  private Step kept(String reason) {
    return Step.to(new Ended(), new StopStream(), new RunGuest(), new TellKept(Outcome.FAILED, reason, List.of()),
        new Repeat(new Abort(reason)));
  }

  private Step committed(Committed state, Input input) {
    return switch (input) {
      case Heard(Running(var under)) when under == epoch + 1 -> Step.to(new Ended(), new TellMoved());
      case Heard(FromTarget.Postcopy(var under)) when under == epoch + 1 ->
        Step.to(new State.Postcopy(state.targetGone(), false), new TellPostcopy());
      case Heard(Prepared _),Retry _ -> Step.to(state, new Repeat(commit()));
      case TargetGone() -> Step.to(new Committed(true), new TellOperator(target
          + " is gone and has not said that the machine"
          + " runs there; the copy here is kept, paused: resume it here if that node is dead, discard it if it runs there"));
      case ResumeHere() when state.targetGone() ->
        Step.to(new Ended(), new RunGuest(), new TellTakenBack(epoch + 2));
      case DiscardHere() when state.targetGone() -> Step.to(new Ended(), new TellMoved());
      case Heard _,Stopped _,Cancel _,WentWrong _,StreamBroke _,TimedOut _,PagesConfirmed _,ResumeHere _,DiscardHere _ ->
        Step.to(state);
    };
  }

  private Step postcopy(State.Postcopy state, Input input) {
    return switch (input) {
      case Heard(Running(var under)) when under == epoch + 1 -> Step.to(new Ended(), new TellMoved());
      case TargetGone() -> Step.to(new State.Postcopy(true, state.released()), new TellOperator(target
          + " is gone before all pages had come to it" + (state.released()
              ? ", and those that had were released here (release-ram): if that node is dead, there is no whole copy of"
                  + " the machine any more and its guest is lost; discard the copy here, and restore the machine from a file"
              : "; the copy here is kept, paused, as it was at the switch to post-copy: if that node is dead, resume it"
                  + " here, and what the guest has done since then is lost")));
      // A target that is gone leaves the copy here as the only one: it stays whole.
      case PagesConfirmed() when !state.targetGone() && !state.released() ->
        Step.to(new State.Postcopy(false, true), new ReleasePages(notWhole()));
      case ResumeHere() when state.released() -> Step.to(state, new TellOperator(notWhole()));
      case ResumeHere() when state.targetGone() ->
        Step.to(new Ended(), new RunGuest(), new TellTakenBack(epoch + 2));
      case DiscardHere() when state.targetGone() -> Step.to(new Ended(), state.released()
          ? new TellLost(target + " was gone before all pages had come to it, and those that had were released here"
              + " (release-ram): unless the machine runs there after all, there is no whole copy of it any more and its guest"
              + " is lost; restore it from a file")
          : new TellMoved());
      case Heard _,Stopped _,Cancel _,WentWrong _,StreamBroke _,TimedOut _,Retry _,PagesConfirmed _,ResumeHere _,DiscardHere _ ->
        Step.to(state);
    };
  }

  private String notWhole() {
    return "pages of this copy that " + target
        + " has were released here (release-ram), so it is not whole and cannot be"
        + " run; let " + target
        + " have the rest, or, if that node is dead, discard this copy and restore the machine from"
        + " a file";
  }

  private Step aborted(Aborted state, Input input) {
    return switch (input) {
      case Heard(Discarded _),Heard(Failed _),TargetGone _ -> Step.to(new Ended());
      case Heard(Prepared _),Retry _ -> Step.to(state, new Repeat(state.decision()));
      // The guest was being stopped when the migration was given up: it goes on.
      case Stopped() -> Step.to(state, new RunGuest());
      case Heard _,Cancel _,WentWrong _,StreamBroke _,TimedOut _,PagesConfirmed _,ResumeHere _,DiscardHere _ ->
        Step.to(state);
    };
  }

  private Commit commit() {
    return new Commit(epoch + 1);
  }
}
