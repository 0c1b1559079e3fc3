package dev.kurki.migration.source;

import dev.kurki.migration.stream.Channels;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PackedPages;
import dev.kurki.migration.stream.PageBatch;
import dev.kurki.migration.stream.PostcopyFrame;
import dev.kurki.migration.stream.ReturnPathFrame;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.SummedPages;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.UniformFanOutShape;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

/**
 * Deals one stream out to several connections: pages to whichever asks first, all else to the first, and the end of each round
 * to all of them, behind its pages. What it deals out is in hand only until it is asked for.
 */
final class PageDealing extends GraphStage<UniformFanOutShape<Outgoing, Outgoing>> {
  private final UniformFanOutShape<Outgoing, Outgoing> shape;
  private final Inlet<Outgoing> in;
  private final List<Outlet<Outgoing>> outs;

  /** Deals to so many connections, the first included; at least 2. */
  PageDealing(int connections) {
    this.shape = new UniformFanOutShape<>(connections);
    this.in = shape.in();
    this.outs = IntStream.range(0, connections).mapToObj(shape::out).toList();
  }

  @Override
  public UniformFanOutShape<Outgoing, Outgoing> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    /** What a connection gets next, whatever the others do. */
    private final List<Queue<Outgoing>> own = outs.stream().map(_ -> (Queue<Outgoing>) new ArrayDeque<Outgoing>())
        .toList();
    /** Pages that none has asked for yet. */
    private Optional<Outgoing> pages = Optional.empty();
    private int openRound;
    /** Which was offered pages last: where all ask, they take turns. */
    private int turn;

    Logic() {
      super(shape);
      setHandler(in, new AbstractInHandler() {
        @Override
        public void onPush() {
          deal(grab(in));
          goOn();
        }

        @Override
        public void onUpstreamFinish() {
          goOn();
        }
      });
      for (Outlet<Outgoing> out : outs) {
        setHandler(out, new AbstractOutHandler() {
          @Override
          public void onPull() {
            goOn();
          }
        });
      }
    }

    private void deal(Outgoing next) {
      switch (next) {
        case PageBatch _,Pages _,SummedPages _,PackedPages _,ZeroPages _ -> pages = Optional.of(next);
        case Header _ -> {
          first().add(next);
          first().add(new Channels(outs.size() - 1));
        }
        case Round(var number, _) -> {
          endRound();
          openRound = number;
          first().add(next);
        }
        case ReturnPathFrame _,PostcopyFrame _,SectionFrame _,End _ -> {
          endRound();
          first().add(next);
        }
        case Frame other -> first().add(other);
      }
    }

    /** The first connection tells it by what comes next there. */
    private void endRound() {
      if (openRound > 0) {
        Sync end = new Sync(openRound);
        own.stream().skip(1).forEach(queue -> queue.add(end));
        openRound = 0;
      }
    }

    private void goOn() {
      for (int i = 0; i < outs.size(); i++) {
        if (isAvailable(outs.get(i)) && !own.get(i).isEmpty()) {
          push(outs.get(i), own.get(i).remove());
        }
      }
      pages.ifPresent(this::offer);
      boolean isIdle = pages.isEmpty() && own.stream().allMatch(Queue::isEmpty);
      if (isIdle && isClosed(in)) {
        completeStage();
      } else if (isIdle && !hasBeenPulled(in) && outs.stream().anyMatch(this::isAvailable)) {
        pull(in);
      }
    }

    private void offer(Outgoing held) {
      for (int i = 0; i < outs.size() && pages.isPresent(); i++) {
        turn = (turn + 1) % outs.size();
        if (isAvailable(outs.get(turn))) {
          push(outs.get(turn), held);
          pages = Optional.empty();
        }
      }
    }

    private Queue<Outgoing> first() {
      return own.getFirst();
    }
  }
}
