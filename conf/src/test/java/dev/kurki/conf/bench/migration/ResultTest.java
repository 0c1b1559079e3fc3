package dev.kurki.conf.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.bench.Figure;
import dev.kurki.conf.bench.Figure.Result;
import dev.kurki.conf.bench.migration.Outcome.Measured;
import dev.kurki.conf.bench.migration.Outcome.Missed;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Scenario SCENARIO = new Scenario(1L << 30, Workload.INCOMPRESSIBLE);
  private static final Summary KURKI = summary(Emulator.KURKI, 0.5, 3.0, 1.0);
  private static final Summary QEMU = summary(Emulator.QEMU, 1.5, 1.5, 1.6);

  @Test
  void the_median_leaves_out_what_was_not_moved() {
    Summary summary = new Summary(SCENARIO, Emulator.KURKI,
        Stream.concat(KURKI.outcomes().stream(), Stream.of(new Missed("it did not converge"))).toList());

    assertThat(summary.median(Measurement::totalSeconds)).hasValue(1.0);
    assertThat(ResultText.of(List.of(summary))).containsPattern("1 GiB incompressible +Kurki +3/4 +1\\.00 s");
  }

  @Test
  void a_rate_is_judged_by_its_ratio() {
    Figure rate = Figures.of(List.of(KURKI, QEMU)).getFirst();

    assertThat(rate.ratio()).hasValue(1.5);
    assertThat(rate.result()).isEqualTo(Result.MUST);
  }

  @Test
  void without_qemu_there_is_no_ratio() {
    assertThat(Figures.of(List.of(KURKI)).getFirst().result()).isEqualTo(Result.NOT_MEASURED);
  }

  @Test
  void a_pause_is_judged_by_itself_at_the_limits_too() {
    assertThat(Figures.of(List.of(KURKI))).filteredOn(figure -> figure.name().equals("pause, idle guest"))
        .extracting(Figure::result).containsExactly(Result.MUST);
  }

  @Test
  void a_rate_with_tls_is_judged_by_what_it_is_of_the_rate_without() {
    Figure rate = Figures.of(List.of(KURKI, summary(Emulator.KURKI_TLS, 2.0, 2.0, 2.5))).getLast();

    assertThat(rate.here()).hasValue(0.5);
    assertThat(rate.result()).isEqualTo(Result.MUST);
  }

  @Test
  void what_no_scenario_shows_is_not_measured() {
    assertThat(Figures.of(List.of(KURKI, QEMU)).stream()
        .filter(figure -> figure.result() == Result.NOT_MEASURED).map(Figure::name))
        .containsExactly("4 GiB mostly zero, total", "pause at 200 MB/s dirty", "pause at 800 MB/s dirty",
            "rate with TLS over rate without");
  }

  @Test
  void json_has_medians_moves_and_figures() {
    JsonNode json = Json.read(ResultJson.of(List.of(KURKI, QEMU), Optional.of("QEMU emulator version 7.2")));

    assertThat(json.path("results").path(0).path("medians").path("totalSeconds").asDouble()).isEqualTo(1.0);
    assertThat(json.path("results").path(1).path("moves")).hasSize(3);
    assertThat(json.path("figures").path(0).path("met").asText()).isEqualTo("must");
  }

  private static Summary summary(Emulator emulator, double... totalSeconds) {
    return new Summary(SCENARIO, emulator, DoubleStream.of(totalSeconds).<Outcome>mapToObj(seconds -> new Measured(
        new Measurement(seconds, 1 / seconds, 1e9, 0.4, 0.1, 30, 18, 5, 100, 1000, 0.8, 0))).toList());
  }
}
