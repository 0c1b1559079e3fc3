package dev.kurki.conf.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;

import dev.kurki.conf.admin.Json;
import dev.kurki.conf.client.BrownOut;
import org.junit.jupiter.api.Test;

class BrownOutTextTest {
  private static final long M = 1_000_000;

  @Test
  void a_report_shows_it_as_numbers_and_as_a_curve() {
    String report = "{\"state\":\"completed\",\"report\":{\"target\":\"beta\",\"work\":" + Json.write(
        new BrownOut(List.of(8 * M, 8 * M), List.of(4 * M), List.of(M, 8 * M), OptionalLong.of(1_500_000))) + "}}";

    String text = MigrationText.of(Json.read(report));

    assertThat(text).contains("longest gap by the guest's clock 1.5 ms")
        .contains("8.00 M before, then 1.00 M, 8.00 M; as before after 100 ms").endsWith("██ | ▅ | ▂█");
  }

  @Test
  void a_report_of_a_node_that_does_not_measure_shows_none() {
    assertThat(BrownOut.of(Json.read("{\"target\":\"beta\"}"))).isEmpty();
    assertThat(MigrationText.of(Json.read("{\"state\":\"completed\",\"report\":{}}"))).doesNotContain("work");
  }
}
