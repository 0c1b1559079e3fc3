package dev.kurki.cpu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The hart beside what QEMU is recorded to answer: drawn cases by their seeds, and cases that once ended differently, each cut
 * down to what it takes. {@link QemuFuzzTest} records both.
 */
class FuzzTest {
  /** A case that once failed; its first line is the digest of what QEMU makes of it. */
  record Regression(String name, String digest, FuzzCase fuzzCase) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawn_cases_end_as_they_do_on_qemu(HartMachine machine) {
    List<String[]> recorded = lines(resource("seeds.txt")).map(line -> line.split(" ", -1)).toList();

    List<FuzzCase> outcomes = machine
        .runAll(recorded.stream().map(line -> CaseGenerator.generate(Long.parseLong(line[0]))).toList());

    assertThat(IntStream.range(0, recorded.size())
        .filter(i -> !outcomes.get(i).digest().equals(recorded.get(i)[1])).mapToObj(i -> "seed " + recorded.get(i)[0]))
        .as("seeds that end differently; -Dtest=QemuFuzzTest -Dkurki.fuzz.first=SEED -Dkurki.fuzz.cases=1 shows how")
        .isEmpty();
    assertThat(recorded).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("regressions")
  void a_case_that_once_failed_ends_as_it_does_on_qemu(Regression regression) {
    assertThat(HartMachine.values()).allSatisfy(machine -> assertThat(
        machine.run(List.of(regression.fuzzCase())).getFirst().digest()).isEqualTo(regression.digest()));
  }

  @Test
  void a_case_survives_being_written_as_text() {
    FuzzCase drawn = CaseGenerator.generate(1);

    assertThat(CaseText.parse(CaseText.lines(drawn).stream()).mismatch(drawn)).isEqualTo(-1);
  }

  static Stream<Regression> regressions() throws IOException {
    try (Stream<Path> files = Files.list(resource("regressions"))) {
      return files.sorted().map(FuzzTest::regression).toList().stream();
    }
  }

  private static Regression regression(Path file) {
    List<String> lines = lines(file).toList();
    return new Regression(file.getFileName().toString(), lines.getFirst(),
        CaseText.parse(lines.stream().skip(1)));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path resource(String name) {
    try {
      URL url = Objects.requireNonNull(FuzzTest.class.getResource(name), name);
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
