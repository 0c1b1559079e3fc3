package dev.kurki.conf.icount;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.conf.machine.TestMachine.State;
import dev.kurki.cpu.hart.HartSection;

/** Runs a machine whose time passes by instructions, whole or in two parts. */
public final class IcountRun {
  private static final int LIMIT_REACHED = 124;

  private final String settings;

  /**
   * How a run ended.
   *
   * @param digest of all sections and all of RAM
   * @param console what the guest has printed
   * @param instructions those that hart 0 has retired
   */
  public record End(String digest, String console, long instructions) {}

  /**
   * How far a run has come.
   *
   * @param state of all sections and all of RAM
   * @param console what the guest has printed
   */
  public record Part(State state, String console) {}

  /**
   * A machine that is run again and again.
   *
   * @param settings of HOCON, to which {@code icount-shift} is added
   */
  public IcountRun(String settings) {
    this.settings = settings + ", icount-shift = 4";
  }

  /** Its settings as HOCON. */
  public String settings() {
    return settings;
  }

  /** Runs it to its end. */
  public End run() {
    try (LoneMachine machine = TestMachine.poweredOn(settings())) {
      return runToPass(machine, "");
    }
  }

  /**
   * Runs it again and again in two parts, each time to another of its instructions.
   *
   * @param instructions how many it has
   * @param points how often
   * @param seed which instructions are drawn
   * @return how each run ended, by the instruction where it was interrupted
   */
  public Map<Long, End> runInTwo(long instructions, int points, long seed) {
    return new SplittableRandom(seed).longs(points, 1, instructions).distinct().boxed()
        .collect(Collectors.toMap(instruction -> instruction, this::runInTwo));
  }

  /** Runs to an instruction of hart 0, saves there, and runs the rest on a machine of its own. */
  private End runInTwo(long instruction) {
    Part begun = runTo(instruction);
    try (LoneMachine machine = TestMachine.poweredOn(settings())) {
      begun.state().loadInto(machine);
      return runToPass(machine, begun.console());
    }
  }

  /**
   * Runs to an instruction of hart 0 and saves there; the rest runs on a machine to which a page comes only when it is waited
   * for, in a while of the host's own.
   */
  public End runWithLatePages(long instruction) {
    Part begun = runTo(instruction);
    try (LoneMachine machine = TestMachine.empty(settings())) {
      LatePages pages = new LatePages(machine.memory(), begun.state().ram());
      pages.takeAway();
      machine.load(begun.state().sections());
      expect(0, machine);
      pages.bringAll();
      return new End(machine.digest(), begun.console() + machine.console(), retired(machine.sections()));
    }
  }

  /** Runs to an instruction of hart 0. */
  public Part runTo(long instruction) {
    try (LoneMachine machine = TestMachine.poweredOn(settings() + ", max-instructions = " + instruction)) {
      expect(LIMIT_REACHED, machine);
      return new Part(State.of(machine), machine.console());
    }
  }

  private static End runToPass(LoneMachine machine, String consoleBefore) {
    expect(0, machine);
    return new End(machine.digest(), consoleBefore + machine.console(), retired(machine.sections()));
  }

  private static void expect(int status, LoneMachine machine) {
    int actual = machine.runToEnd();
    if (actual != status) {
      throw new AssertionError("the machine ended with status " + actual + ": " + machine.console());
    }
  }

  private static long retired(List<Section> sections) {
    SectionCodec<HartSection> codec = new SectionCodec<>(SectionSchema.of(HartSection.class));
    Section hart = sections.stream().filter(section -> section.name().equals("hart/0")).findFirst()
        .orElseThrow();
    if (codec.decode(hart) instanceof Accepted<HartSection>(var registers)) {
      return registers.retired();
    }
    throw new AssertionError("hart 0 has no section of its own kind");
  }
}
