package dev.kurki.conf.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.wire.Sockets;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sweep's own judgement, of outcomes that must not be: each is made up, and has to be told. */
class JudgementTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int RAM_BYTES = 2 << 20;
  private static final int PATTERN = 0x10_0000;

  private final ActorTestKit actors = ActorTestKit.create();
  private final GuestMemory here = new GuestMemory(0, RAM_BYTES);
  private final GuestMemory there = new GuestMemory(0, RAM_BYTES);
  private final CountDownLatch over = new CountDownLatch(1);
  private final Move move = new Move(actors, new SweptMachine(), new Case(Phase.HAND_OVER, Fault.PARTITION));

  JudgementTest() {
    move.copies().built(Side.SOURCE, here);
    move.copies().built(Side.TARGET, there);
    move.journal().note(new Entry.MoverEnded(Side.SOURCE));
    move.journal().note(new Entry.MoverEnded(Side.TARGET));
  }

  @AfterEach
  void end() {
    over.countDown();
    actors.shutdownTestKit();
  }

  @Test
  void two_copies_that_count_as_running_are_told() {
    stand(Standing.RUNNING, Standing.RUNNING);

    assertTold("two copies count as running");
  }

  @Test
  void a_second_copy_that_is_let_run_is_told_though_nobody_knows_of_it() {
    move.copies().resumed(Side.SOURCE);
    move.copies().resumed(Side.TARGET);
    onlyRunsAt(Side.TARGET);

    assertTold("two copies are let run, the second by the target");
  }

  @Test
  void a_copy_that_is_left_beside_the_one_that_runs_is_told() {
    stand(Standing.NONE, Standing.RUNNING);
    works(there);

    assertTold("there are two copies");
  }

  @Test
  void no_copy_is_told() {
    stand(Standing.NONE, Standing.NONE);

    assertTold("no copy runs, and the source's node lives");
  }

  @Test
  void no_copy_where_the_target_had_a_whole_one_is_told() {
    move.journal().note(new Entry.NodeDied(Side.SOURCE));
    move.stands(Side.TARGET, Standing.WAITING);
    stand(Standing.NONE, Standing.NONE);

    assertTold("no copy runs, and the target had a whole one");
  }

  @Test
  void a_guest_that_does_not_work_on_is_told() {
    stand(Standing.NONE, Standing.RUNNING);

    assertTold("the guest does not work on at the target");
  }

  @Test
  void ram_that_came_otherwise_than_it_was_sent_is_told() {
    there.write(7, new byte[]{1});

    move.copies().compare();

    onlyRunsAt(Side.TARGET);
    assertTold("the RAM that has come is not the RAM that was sent");
  }

  @Test
  void a_copy_that_changed_while_it_stood_is_told() {
    move.copies().paused(Side.SOURCE);
    here.write(7, new byte[]{1});
    move.copies().resumed(Side.SOURCE);

    onlyRunsAt(Side.SOURCE);
    assertTold("the copy of the source is not what it was when it was stopped");
  }

  @Test
  void a_side_that_does_not_say_what_has_happened_is_told() {
    onlyRunsAt(Side.SOURCE);

    assertTold("the source does not say what has happened");
  }

  @Test
  void a_thread_a_socket_and_an_actor_that_are_left_are_seen() throws IOException {
    Leftovers before = Leftovers.now(actors.system());

    Thread.ofPlatform().daemon().name("postcopy-connect").start(this::awaitEnd);
    Leftovers withThread = Leftovers.now(actors.system());
    ServerSocketChannel socket = Sockets.listen("127.0.0.1", 0);
    Leftovers withSocket = Leftovers.now(actors.system());
    actors.spawn(Behaviors.empty());
    Leftovers withActor = Leftovers.now(actors.system());
    socket.close();

    assertThat(withThread.isNoMoreThan(before)).isFalse();
    assertThat(withSocket.isNoMoreThan(withThread)).isFalse();
    assertThat(withActor.isNoMoreThan(withSocket)).isFalse();
  }

  private void stand(Standing source, Standing target) {
    move.stands(Side.SOURCE, source);
    move.stands(Side.TARGET, target);
  }

  private void onlyRunsAt(Side side) {
    boolean isMoved = side == Side.TARGET;
    stand(isMoved ? Standing.NONE : Standing.RUNNING, isMoved ? Standing.RUNNING : Standing.NONE);
    works(isMoved ? there : here);
    (isMoved ? here : there).close();
  }

  private void assertTold(String wrong) {
    assertThatThrownBy(() -> new Aftermath(move, PATIENCE).outcome()).isInstanceOf(AssertionError.class)
        .hasMessageContaining(wrong);
  }

  /** A guest as the sweep sees one. */
  private void works(GuestMemory memory) {
    Thread.ofPlatform().daemon().start(() -> {
      for (byte pass = 1; over.getCount() > 0; pass++) {
        memory.write(PATTERN, new byte[]{pass});
        Thread.onSpinWait();
      }
    });
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
