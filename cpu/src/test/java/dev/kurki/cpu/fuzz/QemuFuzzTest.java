package dev.kurki.cpu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/**
 * The hart beside QEMU itself, on as many drawn cases as are asked for. These properties say what it does:
 *
 * <ul>
 * <li>{@code kurki.fuzz.cases}: how many cases, none by default; {@code kurki.fuzz.first}: the first one's seed, 1 by default
 * <li>{@code kurki.fuzz.record}: a file to write seeds and QEMU's digests to, as {@link FuzzTest} reads them
 * </ul>
 *
 * <p>What ends differently is cut down and left in {@code target/fuzz}, as {@link FuzzTest} reads its regressions.
 */
class QemuFuzzTest {
  private static final int BATCH = 200;
  /** Of so many batches one is translated too, which takes ten times as long: each instruction is executed once. */
  private static final int TRANSLATED = 10;
  /** Cutting down takes half a minute each. */
  private static final int MAX_SHRUNK = 3;
  private static final Path FOLDER = Path.of("target/fuzz");

  private final List<String> recorded = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  @Test
  void drawn_cases_end_alike_here_and_on_qemu() throws IOException {
    int count = Integer.getInteger("kurki.fuzz.cases", 0);
    long first = Long.getLong("kurki.fuzz.first", 1);
    assumeTrue(count > 0, "skipped, as it needs QEMU and minutes: -Dkurki.fuzz.cases=1000");
    assertThat(QemuMachine.isInstalled()).as("QEMU is installed, Debian's qemu-system-misc").isTrue();

    for (long seed = first; seed < first + count; seed += BATCH) {
      compare(LongStream.range(seed, Math.min(seed + BATCH, first + count)).boxed().toList());
    }

    String file = System.getProperty("kurki.fuzz.record", "");
    if (!file.isEmpty()) {
      Files.write(Path.of(file), recorded);
    }
    System.out.printf("%d cases of %d fragments each from seed %d on: %d ended differently%n", count, Layout.FRAGMENTS,
        first,
        failures.size());
    assertThat(failures).isEmpty();
  }

  private void compare(List<Long> seeds) throws IOException {
    List<FuzzCase> cases = seeds.stream().map(CaseGenerator::generate).toList();
    List<FuzzCase> there = QemuMachine.run(cases)
        .orElseThrow(() -> new AssertionError("QEMU does not come to an end with the seeds from " + seeds.getFirst()));
    for (int i = 0; i < cases.size(); i++) {
      recorded.add(seeds.get(i) + " " + there.get(i).digest());
    }
    boolean translates = seeds.getFirst() / BATCH % TRANSLATED == 0;
    for (HartMachine machine : translates ? HartMachine.values() : new HartMachine[]{HartMachine.INTERPRETED}) {
      List<FuzzCase> here = machine.run(cases);
      for (int i = 0; i < cases.size(); i++) {
        if (here.get(i).mismatch(there.get(i)) >= 0) {
          failures.add("seed " + seeds.get(i) + ", " + machine + "\n"
              + CaseText.difference(cases.get(i), here.get(i), there.get(i)));
          if (failures.size() <= MAX_SHRUNK) {
            keep(seeds.get(i), Shrinker.shrink(cases.get(i), machine));
          }
        }
      }
    }
  }

  private static void keep(long seed, FuzzCase smallest) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(QemuMachine.run(List.of(smallest)).orElseThrow().getFirst().digest());
    lines.addAll(CaseText.lines(smallest));
    Files.createDirectories(FOLDER);
    Files.write(FOLDER.resolve("seed-" + seed + ".case"), lines);
  }
}
