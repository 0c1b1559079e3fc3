package dev.kurki.conf.lockstep;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.SaveReply;
import dev.kurki.actors.component.ComponentMessage.Saved;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Advance;
import dev.kurki.actors.machine.MachineMessage.Advanced;
import dev.kurki.actors.machine.MachineMessage.ConsoleInput;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.TakeDirty;
import dev.kurki.actors.machine.MachineMessage.ToVcpu;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.lockstep.Difference.Place;
import dev.kurki.conf.lockstep.Progress.Ended;
import dev.kurki.conf.lockstep.Progress.Failed;
import dev.kurki.conf.lockstep.Progress.Held;
import dev.kurki.cpu.hart.RegisterName;
import dev.kurki.cpu.vcpu.VcpuDebug.MemoryRead;
import dev.kurki.cpu.vcpu.VcpuDebug.ReadMemory;
import dev.kurki.cpu.vcpu.VcpuDebug.ReadRegisters;
import dev.kurki.cpu.vcpu.VcpuDebug.RegisterValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;

/** A machine whose time passes by instructions, and which goes as many of them as it is told to. */
final class SteppedMachine implements AutoCloseable {
  private static final RegisterName PC = new RegisterName(RegisterName.File.PC, 0);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final LoneMachine machine;
  private final int harts;
  private final CompletableFuture<Progress> end;

  SteppedMachine(LoneMachine machine, int harts) {
    this.machine = machine;
    this.harts = harts;
    this.end = machine.end()
        .handle((status,
            problem) -> problem == null ? new Ended(status) : new Failed(String.valueOf(problem.getMessage())));
  }

  GuestMemory memory() {
    return machine.memory();
  }

  /** What the guest has printed, but for the first so many bytes. */
  Bytes consoleFrom(int start) {
    return machine.consoleFrom(start);
  }

  /** Lets a machine that stands go no instruction, but be ready for the next step. */
  CompletableFuture<Void> hold() {
    CompletableFuture<Advanced> held = ask(replyTo -> new Advance(0, replyTo));
    CompletableFuture<Resumed> resumed = ask(Resume::new);
    return CompletableFuture.allOf(held, resumed);
  }

  /** Lets it go so many steps, each of so many instructions; or to its end, or until it can do nothing more by itself. */
  CompletableFuture<Stretch> advance(int steps, long instructions) {
    return advance(steps, instructions, 0, new ArrayList<>());
  }

  /** The next steps, on whatever thread the last one has come to its end on, so that nobody waits in between. */
  private CompletableFuture<Stretch> advance(int steps, long instructions, long before, List<List<Section>> harts) {
    return step(instructions).thenCompose(progress -> {
      if (!(progress instanceof Held(Advanced(var gone, var isAsleep)))) {
        return CompletableFuture.completedFuture(new Stretch(harts, progress, before));
      }
      return hartSections().thenCompose(sections -> {
        harts.add(sections);
        return steps == 1 || isAsleep
            ? CompletableFuture.completedFuture(new Stretch(harts, progress, before + gone))
            : advance(steps - 1, instructions, before + gone, harts);
      });
    });
  }

  private CompletableFuture<Progress> step(long instructions) {
    CompletableFuture<Progress> held = this.<Advanced>ask(replyTo -> new Advance(instructions, replyTo))
        .thenApply(Held::new);
    return CompletableFuture.anyOf(held, end).thenApply(Progress.class::cast);
  }

  /** Has its console's device receive what was typed, before the next step. */
  void type(Bytes data) {
    machine.actor().tell(new ConsoleInput(data));
  }

  private CompletableFuture<List<Section>> hartSections() {
    CompletableFuture<List<Section>> all = CompletableFuture.completedFuture(List.of());
    for (int hart = 0; hart < harts; hart++) {
      all = all.thenCombine(this.<SaveReply>ofHart(hart, Save::new).thenApply(SteppedMachine::section),
          SteppedMachine::with);
    }
    return all;
  }

  /** Where its harts stand, while it holds. */
  List<Place> places() {
    return IntStream.range(0, harts).mapToObj(this::place).toList();
  }

  private Place place(int hart) {
    long pc = this.<RegisterValues>ofHart(hart, replyTo -> new ReadRegisters(List.of(PC), replyTo)).join().values()
        .getFirst().orElseThrow();
    return new Place(hart, pc, code(hart, pc, Integer.BYTES).or(() -> code(hart, pc, Short.BYTES)));
  }

  private Optional<Bytes> code(int hart, long pc, int length) {
    return this.<MemoryRead>ofHart(hart, replyTo -> new ReadMemory(pc, length, replyTo)).join().bytes();
  }

  /** Stops it, so that all of it can be read. */
  void pause() {
    machine.pause();
  }

  /** All its sections, while it stands. */
  List<Section> sections() {
    return machine.sections();
  }

  /** Takes the marks of the pages that it has changed since they were taken last. */
  long[] takeDirty() {
    return this.<DirtyPages>ask(TakeDirty::new).join().words().toArray();
  }

  /** Makes it what another was, while it stands. */
  void load(Checkpoint checkpoint) {
    checkpoint.copyRamTo(machine.memory());
    machine.load(checkpoint.sections());
  }

  @Override
  public void close() {
    machine.close();
  }

  private static Section section(SaveReply reply) {
    return switch (reply) {
      case Saved(_, var section) -> section;
      case Refused(_, var refusal) -> throw new BadInput(refusal.sentence());
    };
  }

  private static List<Section> with(List<Section> sections, Section next) {
    return Stream.concat(sections.stream(), Stream.of(next)).toList();
  }

  private <R> CompletableFuture<R> ofHart(int hart, Function<ActorRef<R>, ComponentMessage> question) {
    return ask(replyTo -> new ToVcpu(hart, question.apply(replyTo)));
  }

  private <R> CompletableFuture<R> ask(Function<ActorRef<R>, MachineMessage> question) {
    return AskPattern.ask(machine.actor(), question, PATIENCE, machine.system().scheduler()).toCompletableFuture();
  }
}
