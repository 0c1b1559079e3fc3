package dev.kurki.conf.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.bench.Figure.Result;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Subject INTEGER = Subject.steady(BenchGuest.INTEGER);
  private static final Subject GZIP = Subject.of(LinuxJob.GZIP);
  private static final Subject SHA256SUM = Subject.of(LinuxJob.SHA256SUM);

  @Test
  void a_ratio_is_that_of_the_medians() {
    Results results = results(kurki(INTEGER, 1, 2), kurki(INTEGER, 9, 9), kurki(INTEGER, 2, 4), qemu(INTEGER, 3, 2));

    assertThat(results.ratio(INTEGER, Clock.WALL)).hasValue(1.5);
    assertThat(results.ratio(INTEGER, Clock.CPU)).hasValue(0.5);
    assertThat(results.count(INTEGER, Engine.KURKI)).isEqualTo(3);
  }

  @Test
  void without_one_side_there_is_no_ratio() {
    Results results = results(kurki(INTEGER, 1, 1));

    assertThat(results.ratio(INTEGER, Clock.WALL)).isEmpty();
    assertThat(Wanted.ALL).allSatisfy(
        wanted -> assertThat(wanted.figure(results).result()).isEqualTo(Result.NOT_MEASURED));
  }

  @Test
  void jobs_that_are_judged_together_count_by_the_sum_of_their_times() {
    Results results = results(kurki(GZIP, 4, 4), qemu(GZIP, 6, 6), kurki(SHA256SUM, 6, 6), qemu(SHA256SUM, 4, 4));

    assertThat(results.ratioOfSums(List.of(GZIP, SHA256SUM), Clock.CPU)).hasValue(1);
  }

  @Test
  void a_mean_needs_all_guests_and_is_geometric() {
    Results all = new Results(Arrays.stream(BenchGuest.values()).map(Subject::steady)
        .flatMap(subject -> Stream.of(kurki(subject, 1, 1), qemu(subject, 1, subject.equals(INTEGER) ? 128 : 1)))
        .toList(), List.of());
    Results one = results(kurki(INTEGER, 1, 1), qemu(INTEGER, 1, 128));

    Wanted mean = Wanted.ALL.getFirst();

    assertThat(mean.ratio(all, Clock.CPU).orElseThrow()).isCloseTo(2, within(1e-9));
    assertThat(mean.ratio(one, Clock.CPU)).isEmpty();
  }

  @Test
  void a_boot_is_judged_by_the_wall_clock() {
    Results results = results(kurki(Subject.BOOT, 10, 1), qemu(Subject.BOOT, 5, 5));

    assertThat(Wanted.ALL).filteredOn(wanted -> wanted.name().equals("Linux boot to the shell"))
        .extracting(wanted -> wanted.figure(results).result()).containsExactly(Result.MUST);
    assertThat(ResultText.of(results))
        .containsPattern("linux +boot +1/1 +1\\.00 s +5\\.00 s +5\\.00 +10\\.00 s +5\\.00 s +0\\.50")
        .containsPattern("Linux boot to the shell +wall +5\\.00 +0\\.50 +0\\.40 +0\\.80 +must");
  }

  @Test
  void a_time_that_one_clock_does_not_tell_is_left_out() {
    Results results = results(kurki(Subject.SECOND_BOOT, 4, Double.NaN), qemu(Subject.SECOND_BOOT, 6, 5));

    assertThat(results.ratio(Subject.SECOND_BOOT, Clock.CPU)).isEmpty();
    assertThat(results.ratio(Subject.SECOND_BOOT, Clock.WALL)).hasValue(1.5);
    assertThat(ResultText.of(results)).containsPattern("second-machine +boot +1/1 +- +5\\.00 s +- +4\\.00 s");
  }

  @Test
  void json_has_times_medians_figures_and_failures() {
    Results results = new Results(List.of(kurki(INTEGER, 2, 1), qemu(INTEGER, 3, 2)), List.of("loops does not begin"));

    JsonNode json = Json.read(ResultJson.of(results, "QEMU emulator version 7.2"));

    assertThat(json.path("results").path(0).path("kurki").path("wallSeconds").asDouble()).isEqualTo(2);
    assertThat(json.path("results").path(0).path("qemu").path("times")).hasSize(1);
    assertThat(json.path("results").path(0).path("cpuRatio").asDouble()).isEqualTo(2);
    assertThat(json.path("figures").path(1).path("met").asText()).isEqualTo("aim");
    assertThat(json.path("failures").path(0).asText()).isEqualTo("loops does not begin");
  }

  private static Results results(Taken... taken) {
    return new Results(List.of(taken), List.of());
  }

  private static Taken kurki(Subject subject, double wall, double cpu) {
    return new Taken(subject, Engine.KURKI, new Spent(wall, cpu));
  }

  private static Taken qemu(Subject subject, double wall, double cpu) {
    return new Taken(subject, Engine.QEMU, new Spent(wall, cpu));
  }
}
