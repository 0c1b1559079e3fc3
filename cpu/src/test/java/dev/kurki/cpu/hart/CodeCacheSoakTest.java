package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.FENCE_I;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ever new code, translated for as long as {@code kurki.soak.seconds} says, in a JVM whose classes take no more and more. */
class CodeCacheSoakTest {
  private static final int SAMPLES = 20;
  private static final int FUNCTIONS = 64;
  private static final long INSTRUCTIONS = 4000;
  private static final double MOST_GROWTH = 1.1;

  private final Random random = new Random(5);

  @Test
  void metaspace_stays_flat_while_code_is_replaced_again_and_again() {
    int seconds = Integer.getInteger("kurki.soak.seconds", 0);
    assumeTrue(seconds > 0, "skipped, as it takes as long as it is told to: -Dkurki.soak.seconds=20");
    List<Long> used = new ArrayList<>();
    StringBuilder table = new StringBuilder("   seconds    regions  metaspace KiB\n");
    try (TwoTiers tiers = new TwoTiers(1 << 20, 2, this::program)) {
      long start = System.nanoTime();
      for (int sample = 1; sample <= SAMPLES; sample++) {
        long until = start + TimeUnit.SECONDS.toNanos(seconds) * sample / SAMPLES;
        do {
          Assembler code = new Assembler(TwoTiers.RAM);
          program(code);
          tiers.write(TwoTiers.RAM, code.assemble().image().toArray());
          HartSection _ = tiers.run(INSTRUCTIONS);
        } while (System.nanoTime() < until);
        used.add(Metaspace.usedAfterCollection());
        table.append(String.format("%10.1f %10d %14d%n", (System.nanoTime() - start) / 1e9, tiers.regions(),
            used.getLast() / 1024));
      }
      assertThat(tiers.regions()).isGreaterThan(SAMPLES * FUNCTIONS);
    }
    System.out.print(table);

    assertThat(most(used.subList(SAMPLES / 2, SAMPLES))).as(table.toString())
        .isLessThan((long) (MOST_GROWTH * most(used.subList(0, SAMPLES / 2))));
  }

  private static long most(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  /** Calls functions of random content round and round; at the same places each time, so that it can be replaced meanwhile. */
  private void program(Assembler p) {
    List<Label> functions = new ArrayList<>();
    Label again = p.label("again");
    p.place(again).plain(FENCE_I);
    for (int i = 0; i < FUNCTIONS; i++) {
      Label function = p.label("function " + i);
      functions.add(function);
      p.call(function);
    }
    p.jump(again);
    for (Label function : functions) {
      p.place(function).i(ADDI, S0, S0, random.nextInt(2048)).r(ADD, S1, S1, S0).i(ADDI, S0, S0, random.nextInt(2048))
          .ret();
    }
  }
}
