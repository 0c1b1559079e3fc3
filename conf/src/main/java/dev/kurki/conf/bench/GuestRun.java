package dev.kurki.conf.bench;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.guest.GuestLine;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.cpu.hart.HartSection;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Runs the embedded guest to its end in this process, without a terminal. */
public final class GuestRun {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PATIENCE_SECONDS = 300;

  /**
   * What came of it.
   *
   * @param lines what the guest said of itself
   * @param retired how many instructions hart 0 has retired
   */
  public record Result(List<GuestLine> lines, long retired) {
    /** Copies the lines. */
    public Result {
      lines = List.copyOf(lines);
    }
  }

  private GuestRun() {}

  /**
   * Runs a machine with the embedded guest; its RAM is touched before.
   *
   * @throws BadInput when the guest fails
   */
  public static Result run(Config config, MachineConfig machine) {
    MachinePlan plan = MachineBuilder.build(machine);
    touch(plan.memory());
    StringBuilder console = new StringBuilder();
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Behavior<MachineEvent> owner = Behaviors.receiveMessage(event -> {
      switch (event) {
        case ConsoleOutput(_, var data) -> console.append(new String(data.toArray(), StandardCharsets.ISO_8859_1));
        case Exited(_, var status, _) -> ended.complete(status);
        case Failed(_, var reason) -> ended.completeExceptionally(new BadInput(reason));
        case MachineEvent.InputReturned _ -> {
          // Nobody types.
        }
      }
      return Behaviors.same();
    });
    CompletableFuture<ActorRef<MachineMessage>> built = new CompletableFuture<>();
    ActorSystem<Void> system = ActorSystem.create(Behaviors.setup(context -> {
      built.complete(context.spawn(MachineActor.create(plan, context.spawn(owner, "owner"), Clock.systemUTC()),
          "machine", MachineDispatcher.of(machine, context.getSystem())));
      return Behaviors.empty();
    }), "bench", config);
    try {
      ActorRef<MachineMessage> actor = built.join();
      actor.tell(new Reset());
      actor.tell(new Resume(system.ignoreRef()));
      int status = ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      if (status != 0) {
        throw new BadInput("the guest ended with status " + status + ": " + console.toString().strip());
      }
      return new Result(console.toString().lines().flatMap(line -> GuestLine.parse(line).stream()).toList(),
          retired(actor, system));
    } catch (CompletionException e) {
      throw new BadInput("the guest did not end: " + e.getCause());
    } finally {
      system.terminate();
      Done _ = system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  /** Pages a second between a line and the last. */
  public static double pagesPerSecond(List<GuestLine> lines, int from) {
    GuestLine first = lines.get(from);
    GuestLine last = lines.getLast();
    return (last.pagesChecked() - first.pagesChecked()) * 1e6 / (last.clockMicros() - first.clockMicros());
  }

  private static long retired(ActorRef<MachineMessage> machine, ActorSystem<?> system) {
    SectionsReply reply = AskPattern
        .<MachineMessage, SectionsReply>ask(machine, SaveSections::new, TIMEOUT, system.scheduler())
        .toCompletableFuture().join();
    List<Section> sections = new ArrayList<>();
    if (reply instanceof SectionsSaved(var saved)) {
      sections.addAll(saved);
    }
    SectionCodec<HartSection> codec = new SectionCodec<>(SectionSchema.of(HartSection.class));
    return sections.stream().filter(section -> section.id().equals("hart")).map(codec::decode)
        .mapToLong(decoded -> decoded instanceof Accepted<HartSection>(var hart) ? hart.retired() : 0).max().orElse(0);
  }

  private static void touch(GuestMemory memory) {
    byte[] zeros = new byte[GuestMemory.PAGE_BYTES];
    for (long page = 0; page < memory.pages(); page++) {
      memory.write(memory.base() + page * GuestMemory.PAGE_BYTES, zeros);
    }
  }
}
