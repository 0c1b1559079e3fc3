package dev.kurki.migration.stream;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Holds the connections that bring one machine's pages to the same round: none puts a page of a round into RAM before all have
 * put in theirs of the round before, so that a page's last copy is the one that stays. Any thread may use it; it blocks.
 *
 * <pre>
 *   first     begin(1)   pages   awaitAll            begin(2)   pages   awaitAll   end
 *   further   enter(1)   pages   arrive     enter(2)            pages   arrive     nothing more
 * </pre>
 */
public final class RoundBarrier {
  /** How many further connections there may be, and once that is told, how many there are. */
  private int most;
  private final BitSet joined = new BitSet();
  private final CompletableFuture<String> broken = new CompletableFuture<>();
  private int further;
  private int round;
  private int arrived;
  private long pages;
  private long zeroPages;
  private boolean isOver;

  /**
   * What further connections have brought.
   *
   * @param pages how many pages with contents
   * @param zeroPages how many of zeroes
   */
  record Brought(long pages, long zeroPages) {}

  /**
   * A barrier for one connection, up to now.
   *
   * @param most how many further ones there may be, 0 for none
   */
  public RoundBarrier(int most) {
    this.most = most;
  }

  /** Whether there may be further connections. */
  public synchronized boolean isForSeveral() {
    return most > 0;
  }

  /** Has all who wait, and who come to wait, fail: it does not go on. Once all is over it says nothing any more. */
  public synchronized void fail(String reason) {
    if (!isOver) {
      broken.complete(reason);
    }
    notifyAll();
  }

  /** Is complete with a reason for people when it does not go on. */
  public CompletionStage<String> broken() {
    return broken;
  }

  /** The first connection says how many further ones there are. */
  synchronized void announce(int howMany) {
    if (howMany > most) {
      throw new BrokenStream("the stream has " + howMany + " further connections, which were not agreed on");
    }
    further = howMany;
    is(howMany);
  }

  /** A further connection is there. */
  synchronized void join(int number) {
    if (joined.get(number)) {
      fail("the stream has a second connection " + number);
    }
    joined.set(number);
    is(most);
  }

  /** The first connection comes to a round. */
  synchronized void begin(int number) {
    is(further);
    round = number;
    arrived = 0;
    notifyAll();
  }

  /**
   * The first connection has come to the end of its round, and waits for the others to.
   *
   * @return what they have brought since it was asked last
   */
  synchronized Brought awaitAll() {
    await(() -> round == 0 || arrived == further);
    Brought brought = new Brought(pages, zeroPages);
    pages = 0;
    zeroPages = 0;
    return brought;
  }

  /** The stream is whole: no page may come any more. */
  synchronized void end() {
    isOver = true;
    notifyAll();
  }

  /**
   * A further connection has pages of a round, and waits until it has begun.
   *
   * @throws BrokenStream when it does not come
   */
  synchronized void enter(int number) {
    await(() -> round >= number || isOver);
    if (isOver) {
      throw new BrokenStream("the stream has pages after its end");
    }
  }

  /** A further connection, which has entered the round, has come to its end. */
  synchronized void arrive(Brought brought) {
    arrived++;
    pages += brought.pages();
    zeroPages += brought.zeroPages();
    notifyAll();
  }

  /** Holds to it who is there and who comes. */
  private void is(int howMany) {
    most = howMany;
    int last = joined.length() - 1;
    if (last > most) {
      fail("the stream has a further connection " + last + " where there are to be " + most);
    }
    requireWhole();
  }

  private void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean() && !broken.isDone()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("the stream is given up");
    }
    requireWhole();
  }

  private void requireWhole() {
    if (broken.isDone()) {
      throw new BrokenStream(broken.join());
    }
  }
}
