package dev.kurki.migration.handover;

import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Abort;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.FromTarget.Discarded;
import dev.kurki.migration.control.FromTarget.Failed;
import dev.kurki.migration.handover.TargetHandover.Action.Load;
import dev.kurki.migration.handover.TargetHandover.Action.PowerOff;
import dev.kurki.migration.handover.TargetHandover.Action.Repeat;
import dev.kurki.migration.handover.TargetHandover.Action.ResumeMachine;
import dev.kurki.migration.handover.TargetHandover.Action.Say;
import dev.kurki.migration.handover.TargetHandover.Action.TellGivenUp;
import dev.kurki.migration.handover.TargetHandover.Action.TellOperator;
import dev.kurki.migration.handover.TargetHandover.Action.TellPostcopy;
import dev.kurki.migration.handover.TargetHandover.Action.TellTakenOver;
import dev.kurki.migration.handover.TargetHandover.Action.TellWaiting;
import dev.kurki.migration.handover.TargetHandover.Input.AllCame;
import dev.kurki.migration.handover.TargetHandover.Input.CopyLost;
import dev.kurki.migration.handover.TargetHandover.Input.DiscardHere;
import dev.kurki.migration.handover.TargetHandover.Input.Heard;
import dev.kurki.migration.handover.TargetHandover.Input.ItRuns;
import dev.kurki.migration.handover.TargetHandover.Input.ItStandsStill;
import dev.kurki.migration.handover.TargetHandover.Input.Loaded;
import dev.kurki.migration.handover.TargetHandover.Input.Received;
import dev.kurki.migration.handover.TargetHandover.Input.ResumeHere;
import dev.kurki.migration.handover.TargetHandover.Input.Retry;
import dev.kurki.migration.handover.TargetHandover.Input.SourceGone;
import dev.kurki.migration.handover.TargetHandover.Input.WentWrong;
import dev.kurki.migration.handover.TargetHandover.State.Ended;
import dev.kurki.migration.handover.TargetHandover.State.GivenUp;
import dev.kurki.migration.handover.TargetHandover.State.Listening;
import dev.kurki.migration.handover.TargetHandover.State.Loading;
import dev.kurki.migration.handover.TargetHandover.State.Prepared;
import dev.kurki.migration.handover.TargetHandover.State.Resuming;
import dev.kurki.migration.handover.TargetHandover.State.Running;
import java.util.List;
import java.util.stream.Stream;

/**
 * The target's side of a hand-over; the package's table has its states. It has no state itself.
 *
 * @param epoch the fencing token of the offer
 */
public record TargetHandover(long epoch) {
  /** Where a target stands. */
  public sealed interface State {
    /** The stream comes. */
    record Listening() implements State {}

    /** The stream is whole; the machine takes its sections. */
    record Loading() implements State {}

    /**
     * The copy is verified, and may be the last.
     *
     * @param inPart whether pages are to come after the switch to post-copy; else it is whole
     * @param sourceGone whether the source has been taken for dead
     */
    record Prepared(boolean inPart, boolean sourceGone) implements State {}

    /**
     * The machine is the target's and is being resumed.
     *
     * @param inPart whether pages are to come
     * @param sourceGone whether the source has been taken for dead
     */
    record Resuming(boolean inPart, boolean sourceGone) implements State {}

    /**
     * The machine is the target's and runs; pages are to come, and the source keeps its copy.
     *
     * @param sourceGone whether the source has been taken for dead
     */
    record Postcopy(boolean sourceGone) implements State {}

    /** The machine is the target's and runs; the source is told. */
    record Running() implements State {}

    /** There is no copy here any more. */
    record GivenUp() implements State {}

    /** The machine is the node's, and nothing more is said. */
    record Ended() implements State {}
  }

  /** What a target learns. */
  public sealed interface Input {
    /** The stream is whole, and the node takes such a state. */
    record Received(List<Section> sections) implements Input {
      /** Copies the list. */
      public Received {
        sections = List.copyOf(sections);
      }
    }

    /**
     * The machine has taken its sections and verified them.
     *
     * @param inPart whether pages are to come after the switch to post-copy
     */
    record Loaded(boolean inPart) implements Input {}

    /** No page is to come any more: all have, or the guest has ended and needs none. */
    record AllCame() implements Input {}

    /** The source has said something, on the stream or across the cluster. */
    record Heard(FromSource word) implements Input {}

    /** The stream broke, or the state that came is not taken. */
    record WentWrong(String reason) implements Input {}

    /** The machine here has died before it ran, or before it was whole. */
    record CopyLost() implements Input {}

    /** The source has ended, or its node is taken for dead. */
    record SourceGone() implements Input {}

    /** It is time to repeat what is not acknowledged. */
    record Retry() implements Input {}

    /** The machine has been resumed. */
    record ItRuns() implements Input {}

    /** The machine has not said in time that it is resumed. */
    record ItStandsStill() implements Input {}

    /**
     * The operator has the copy here run without the source's decision. It does nothing unless the source was seen gone.
     * The operator vouches that the source's node is dead: its process has ended, or its host is off, and the copy there
     * neither runs nor will run; and that the machine runs on no third node: a copy that a failed migration has left
     * behind is older than the guest. A copy that pages are to come to does not run without them.
     */
    record ResumeHere() implements Input {}

    /**
     * The operator has the copy here thrown away without the source's decision. It does nothing unless the source was seen
     * gone. The operator vouches that the guest runs on the source's node, or is not wanted any more.
     */
    record DiscardHere() implements Input {}
  }

  /** What is to be done, in the order given. */
  public sealed interface Action {
    /** Have the machine take its sections. */
    record Load(List<Section> sections) implements Action {
      /** Copies the list. */
      public Load {
        sections = List.copyOf(sections);
      }
    }

    /** Have the machine run. */
    record ResumeMachine() implements Action {}

    /** Throw the copy away. */
    record PowerOff() implements Action {}

    /** Tell the source, on the stream where it can be and across the cluster; from now on it is time to repeat now and then. */
    record Say(FromTarget word) implements Action {}

    /** Tell the source again, across the cluster. */
    record Repeat(FromTarget word) implements Action {}

    /** Tell the node that a verified copy waits for the source's decision. */
    record TellWaiting() implements Action {}

    /** Tell the node that the machine is its own and runs, and that pages are to come. */
    record TellPostcopy(long epoch) implements Action {}

    /** Tell the node that the machine is its own and runs, and is whole. */
    record TellTakenOver(long epoch) implements Action {}

    /** Tell the node that the machine does not come. */
    record TellGivenUp(String reason) implements Action {}

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

    private Step then(Step next) {
      return new Step(next.state(), Stream.concat(actions.stream(), next.actions().stream()).toList());
    }
  }

  /** Takes an input; one that means nothing in this state changes nothing. */
  public Step step(State state, Input input) {
    return switch (state) {
      case Listening listening -> incomplete(listening, input);
      case Loading loading -> incomplete(loading, input);
      case Prepared prepared -> prepared(prepared, input);
      case Resuming resuming -> resuming(resuming, input);
      case State.Postcopy postcopy -> postcopy(postcopy, input);
      case Running running -> running(running, input);
      case GivenUp givenUp -> Step.to(givenUp);
      case Ended ended -> Step.to(ended);
    };
  }

  private Step incomplete(State state, Input input) {
    boolean loading = state instanceof Loading;
    return switch (input) {
      case Received(var sections) when !loading -> Step.to(new Loading(), new Load(sections));
      case Loaded(var inPart) when loading ->
        inPart ? preparedInPart() : Step.to(new Prepared(false, false), new TellWaiting(), sayPrepared());
      case WentWrong(var reason) -> givenUp(new Failed(reason), reason);
      case SourceGone() -> givenUp(new Failed("the source is gone"), "the source is gone");
      case CopyLost() -> lost("the machine there has died before it ran");
      case Heard(Abort(var reason)) -> givenUp(new Discarded(), reason);
      case Received _,Loaded _,AllCame _,Heard _,Retry _,ItRuns _,ItStandsStill _,ResumeHere _,DiscardHere _ ->
        Step.to(state);
    };
  }

  /** The node is not told: what there is of the copy is of no use to it by itself. */
  private Step preparedInPart() {
    return Step.to(new Prepared(true, false), sayPrepared());
  }

  private Say sayPrepared() {
    return new Say(new FromTarget.Prepared(epoch));
  }

  private Step prepared(Prepared state, Input input) {
    return switch (input) {
      case Heard(Commit(var under)) when under == epoch + 1 ->
        Step.to(new Resuming(state.inPart(), state.sourceGone()), new ResumeMachine());
      case AllCame() -> Step.to(new Prepared(false, state.sourceGone()));
      case Heard(Abort(var reason)) -> givenUp(new Discarded(), reason);
      case Retry() -> Step.to(state, new Repeat(new FromTarget.Prepared(epoch)));
      case CopyLost() -> lost("the machine there has died before it ran");
      case SourceGone() -> Step.to(new Prepared(state.inPart(), true), new TellOperator(state.inPart()
          ? "the source is gone before its decision, and before all pages had come; the copy here is kept, paused, and"
              + " cannot run without them: discard it"
          : "the source is gone before its decision; the copy"
              + " here is kept, paused: resume it here if that node is dead, discard it if the machine runs there"));
      case ResumeHere() when state.sourceGone() && !state.inPart() ->
        Step.to(new Resuming(false, true), new ResumeMachine());
      case DiscardHere() when state.sourceGone() -> givenUp(new Discarded(), "the operator has discarded the copy");
      case Received _,Loaded _,Heard _,WentWrong _,ItRuns _,ItStandsStill _,ResumeHere _,DiscardHere _ ->
        Step.to(state);
    };
  }

  private Step resuming(Resuming state, Input input) {
    return switch (input) {
      case ItRuns() when state.inPart() -> {
        Step runs = Step.to(new State.Postcopy(false), new TellPostcopy(epoch + 1),
            new Say(new FromTarget.Postcopy(epoch + 1)));
        yield state.sourceGone() ? runs.then(postcopy(new State.Postcopy(false), new SourceGone())) : runs;
      }
      case ItRuns() -> runsWhole(state.sourceGone());
      // It is not said to run before it does: the source's copy may be the last.
      case ItStandsStill() -> Step.to(state, new TellOperator("the machine has not resumed in time; it is asked again"),
          new ResumeMachine());
      case CopyLost() -> lost("the machine there has died before it ran");
      case AllCame() -> Step.to(new Resuming(false, state.sourceGone()));
      case SourceGone() -> Step.to(new Resuming(state.inPart(), true));
      case Received _,Loaded _,Heard _,WentWrong _,Retry _,ResumeHere _,DiscardHere _ -> Step.to(state);
    };
  }

  private Step runsWhole(boolean sourceGone) {
    return Step.to(sourceGone ? new Ended() : new Running(), new TellTakenOver(epoch + 1),
        new Say(new FromTarget.Running(epoch + 1)));
  }

  private Step postcopy(State.Postcopy state, Input input) {
    return switch (input) {
      case AllCame() -> runsWhole(state.sourceGone());
      case CopyLost() -> lost("the machine there has died before all of its pages had come");
      case Retry _,Heard _ -> Step.to(state, new Repeat(new FromTarget.Postcopy(epoch + 1)));
      case SourceGone() ->
        Step.to(new State.Postcopy(true), new TellOperator("the source is gone before all pages of the"
            + " machine had come; what needs one of those stands still here: if that node is dead, discard the machine, for"
            + " the pages are lost with it"));
      case DiscardHere() when state.sourceGone() -> givenUp(new Discarded(), "the operator has discarded the machine");
      case Received _,Loaded _,WentWrong _,ItRuns _,ItStandsStill _,ResumeHere _,DiscardHere _ -> Step.to(state);
    };
  }

  /** The source ends when it has heard. */
  private Step running(Running state, Input input) {
    return switch (input) {
      case Retry _,Heard _ -> Step.to(state, new Repeat(new FromTarget.Running(epoch + 1)));
      case SourceGone() -> Step.to(new Ended());
      case Received _,Loaded _,AllCame _,WentWrong _,CopyLost _,ItRuns _,ItStandsStill _,ResumeHere _,DiscardHere _ ->
        Step.to(state);
    };
  }

  /** There is nothing to be thrown away any more; the source has its copy yet, and an operator where it is committed. */
  private static Step lost(String reason) {
    return Step.to(new GivenUp(), new Say(new Failed(reason)), new TellGivenUp(reason));
  }

  private static Step givenUp(FromTarget word, String reason) {
    return Step.to(new GivenUp(), new Say(word), new PowerOff(), new TellGivenUp(reason));
  }
}
