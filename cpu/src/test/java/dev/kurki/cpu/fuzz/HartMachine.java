package dev.kurki.cpu.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.hart.Bus;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.hart.Outcome;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.translate.Translator;

/** Runs cases on this project's hart, by either of its tiers. */
enum HartMachine {
  /** Each instruction is interpreted. */
  INTERPRETED(false),
  /** Each is translated where it is come to first. */
  TRANSLATED(true);

  /** What QEMU 7.2 has too. */
  private static final String ISA = "rv64imafdc_zicntr_zihpm_zba_zbb_zbc_zbs_zfhmin_sstc_svinval_svnapot_svpbmt_sv48_sv57";
  private static final long SLICE = 10_000;
  /** Copying a case, running it and copying it back takes a twentieth of this. */
  private static final long MAX_SLICES_A_CASE = 100;

  private final boolean translates;

  HartMachine(boolean translates) {
    this.translates = translates;
  }

  /**
   * What the cases end as.
   *
   * @throws IllegalStateException when they do not end
   */
  List<FuzzCase> run(List<FuzzCase> cases) {
    return tryRun(cases).orElseThrow(() -> new IllegalStateException("the hart does not come to an end"));
  }

  /** What any number of cases end as. */
  List<FuzzCase> runAll(List<FuzzCase> cases) {
    List<FuzzCase> outcomes = new ArrayList<>();
    for (int i = 0; i < cases.size(); i += Layout.MAX_CASES) {
      outcomes.addAll(run(cases.subList(i, Math.min(i + Layout.MAX_CASES, cases.size()))));
    }
    return outcomes;
  }

  /** What the cases end as; nothing if they do not end. */
  Optional<List<FuzzCase>> tryRun(List<FuzzCase> cases) {
    try (Running running = start(cases)) {
      for (long i = 0; i < MAX_SLICES_A_CASE * cases.size(); i++) {
        if (running.hart.run(SLICE) == Outcome.WAITING) {
          return Optional.empty();
        }
        if (running.isOver()) {
          return Optional.of(running.outcomes());
        }
      }
      return Optional.empty();
    }
  }

  /** Begins with them, and executes nothing yet. */
  Running start(List<FuzzCase> cases) {
    return new Running(cases, translates ? Translator.immediate(1) : Translator.OFF);
  }

  /** A hart that has cases before it. */
  static final class Running implements AutoCloseable {
    private final GuestMemory memory = new GuestMemory(Layout.RAM, Layout.RAM_BYTES);
    private final Finisher finisher = new Finisher();
    private final int cases;
    private final int bytes;
    private final Hart hart;

    private Running(List<FuzzCase> cases, Translator translator) {
      byte[] image = Batch.image(cases);
      memory.write(Layout.RAM, image);
      this.cases = cases.size();
      this.bytes = image.length;
      this.hart = new Hart(new HartSettings(InstructionSet.parse(ISA), 0, Layout.RAM, 0, 0), memory, () -> 0, finisher,
          new Attention(), translator, Optional.empty());
    }

    Hart hart() {
      return hart;
    }

    /** Whether it has come to the end of all of them. */
    boolean isOver() {
      return finisher.written;
    }

    /** What they have come to. */
    List<FuzzCase> outcomes() {
      return Batch.cases(memory.read(Layout.RAM, bytes), cases);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  private static final class Finisher implements Bus {
    private boolean written;

    @Override
    public boolean takes(long address, int width) {
      return address == Layout.FINISHER || address == Layout.MTIMECMP;
    }

    @Override
    public void write(long address, int width, long value) {
      written |= address == Layout.FINISHER;
    }
  }
}
