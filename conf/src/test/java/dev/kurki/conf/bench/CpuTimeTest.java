package dev.kurki.conf.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
  @Test
  void cpu_time_is_read_behind_a_name_that_holds_anything() {
    assertThat(CpuTime.parse("7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20")).isEqualTo(2.0);
  }

  @Test
  void threads_of_a_process_are_found_by_the_beginning_of_their_name() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    Thread named = Thread.ofPlatform().name("measured-thread-of-this-test").start(() -> {
      // A thread gives itself its name as it begins to run.
      running.countDown();
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    });
    try {
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
      long pid = ProcessHandle.current().pid();
      List<Long> threads = CpuTime.threads(pid, "measured-thread");

      assertThat(threads).hasSize(1);
      assertThat(CpuTime.secondsOfThread(pid, threads.getFirst())).isPresent();
    } finally {
      named.interrupt();
      named.join();
    }
  }

  @Test
  void a_process_that_is_gone_has_no_threads() {
    assertThat(CpuTime.threads(Long.MAX_VALUE, "")).isEmpty();
    assertThat(CpuTime.secondsOfThread(Long.MAX_VALUE, 1)).isEmpty();
  }
}
