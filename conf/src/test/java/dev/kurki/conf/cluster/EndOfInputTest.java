package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndOfInputTest {
  @Test
  void it_is_told_when_the_other_end_is_closed_and_not_before() throws IOException {
    PipedOutputStream held = new PipedOutputStream();
    CompletableFuture<Boolean> isTold = new CompletableFuture<>();
    EndOfInput.then(new PipedInputStream(held), () -> isTold.complete(true));
    held.write(new byte[]{1, 2, 3});
    assertThat(isTold).isNotDone();

    held.close();

    assertThat(isTold.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void a_node_outlives_its_input_unless_its_file_says_otherwise() {
    assertThat(EndOfInput.isEndOfProcess(LaunchConfig.forNodes().resolve())).isFalse();
    assertThat(EndOfInput.isEndOfProcess(config(EndOfInput.SETTING + " = on"))).isTrue();
    assertThatThrownBy(() -> EndOfInput.isEndOfProcess(config("kurki.process.ends = on"))).isInstanceOf(BadInput.class)
        .hasMessageContaining("unknown key \"kurki.process.ends\"");
  }

  private static Config config(String settings) {
    return ConfigFactory.parseString(settings).withFallback(LaunchConfig.forNodes()).resolve();
  }
}
