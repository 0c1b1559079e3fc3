package dev.kurki.conf.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import dev.kurki.actors.section.Bytes;
import org.junit.jupiter.api.Test;

class ShellTest {
  private final Shell shell = new Shell();

  @Test
  void a_text_is_found_though_it_comes_in_pieces() throws InterruptedException {
    shell.take(Bytes.utf8("sum 7\r\nall-"), new Spent(1, 1));
    assertThat(shell.await("all-done", Duration.ZERO)).isEmpty();

    shell.take(Bytes.utf8("done\r\ndebian# "), new Spent(2, 1.5));

    assertThat(shell.await("all-done", Duration.ZERO))
        .contains(new Shell.Read(new Spent(2, 1.5), "sum 7\r\nall-done"));
    assertThat(shell.await("debian# ", Duration.ZERO)).isPresent();
  }

  @Test
  void what_has_been_read_is_not_found_again() throws InterruptedException {
    shell.take(Bytes.utf8("debian# "), new Spent(1, 1));
    assertThat(shell.await("debian# ", Duration.ZERO)).isPresent();

    assertThat(shell.await("debian# ", Duration.ZERO)).isEmpty();
  }
}
