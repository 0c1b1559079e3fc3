package dev.kurki.conf.icount;

import java.nio.file.Path;

import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.conf.machine.TestMachine.State;
import dev.kurki.cpu.hart.HartSection;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Runs a machine whose time passes by instructions, whole or in two parts. */
final class IcountRun {
  private static final int LIMIT_REACHED = 124;

  private final ActorTestKit actors;
  private final Path elf;
  private final int harts;

  /**
   * How a run ended.
   *
   * @param digest of all sections and all of RAM
   * @param console what the guest has printed
   * @param instructions those that hart 0 has retired
   */
  record End(String digest, String console, long instructions) {}

  IcountRun(ActorTestKit actors, Path elf, int harts) {
    this.actors = actors;
    this.elf = elf;
    this.harts = harts;
  }

  String settings() {
    return "name = restless, memory = 1 MiB, icount-shift = 4, harts = " + harts + ", kernel = \"" + elf + "\"";
  }

  End run() {
    try (TestMachine machine = new TestMachine(actors, settings())) {
      return runToPass(machine, "");
    }
  }

  /** Runs to an instruction of hart 0, saves there, and runs the rest on a machine of its own. */
  End runInTwo(long instruction) {
    State saved;
    String before;
    try (TestMachine machine = new TestMachine(actors, settings() + ", max-instructions = " + instruction)) {
      expect(LIMIT_REACHED, machine);
      saved = machine.save();
      before = machine.console();
    }
    try (TestMachine machine = new TestMachine(actors, settings())) {
      machine.load(saved);
      return runToPass(machine, before);
    }
  }

  private static End runToPass(TestMachine machine, String consoleBefore) {
    expect(0, machine);
    State state = machine.save();
    return new End(state.digest(), consoleBefore + machine.console(), retired(state));
  }

  private static void expect(int status, TestMachine machine) {
    int actual = machine.runToEnd();
    if (actual != status) {
      throw new AssertionError("the machine ended with status " + actual + ": " + machine.console());
    }
  }

  private static long retired(State state) {
    SectionCodec<HartSection> codec = new SectionCodec<>(SectionSchema.of(HartSection.class));
    Section hart = state.sections().stream().filter(section -> section.name().equals("hart/0")).findFirst()
        .orElseThrow();
    if (codec.decode(hart) instanceof Accepted<HartSection>(var registers)) {
      return registers.retired();
    }
    throw new AssertionError("hart 0 has no section of its own kind");
  }
}
