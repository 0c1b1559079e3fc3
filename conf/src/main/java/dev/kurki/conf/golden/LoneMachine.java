package dev.kurki.conf.golden;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineEvent.InputReturned;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.migration.lock.Digest;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.function.Function;

/**
 * A machine without a node around it, in an actor system of its own: built, run, saved and loaded by whoever holds it. Its
 * methods wait for the answers, so they are for a command's or a test's own thread.
 */
public final class LoneMachine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final MachinePlan plan;
  private final ActorSystem<MachineEvent> system;
  private final ActorRef<MachineMessage> actor;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();

  private LoneMachine(MachinePlan plan) {
    this.plan = plan;
    CompletableFuture<ActorRef<MachineMessage>> spawned = new CompletableFuture<>();
    Behavior<MachineEvent> owner = Behaviors.setup(context -> {
      spawned.complete(context.spawn(MachineActor.create(plan, context.getSelf(), Clock.systemUTC()), "machine",
          MachineDispatcher.of(plan, context.getSystem())));
      return Behaviors.receiveMessage(event -> {
        hear(event);
        return Behaviors.same();
      });
    });
    this.system = ActorSystem.create(owner, "lone");
    this.actor = spawned.join();
  }

  /** Builds a machine from its plan, paused and with its firmware in RAM. */
  public static LoneMachine poweredOn(MachinePlan plan) {
    LoneMachine machine = new LoneMachine(plan);
    machine.actor.tell(new Reset());
    return machine;
  }

  /** Builds a machine from its plan, paused and with nothing in RAM, for a state that comes from elsewhere. */
  public static LoneMachine empty(MachinePlan plan) {
    return new LoneMachine(plan);
  }

  /** The machine's supervisor. */
  public ActorRef<MachineMessage> actor() {
    return actor;
  }

  /** The actor system that it runs in. */
  public ActorSystem<?> system() {
    return system;
  }

  /** Its RAM. */
  public GuestMemory memory() {
    return plan.memory();
  }

  /** What the guest has printed so far, as ISO 8859-1. */
  public String console() {
    synchronized (console) {
      return console.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** What the guest has printed so far, but for the first so many bytes. */
  public Bytes consoleFrom(int start) {
    synchronized (console) {
      return start < console.size()
          ? Bytes.of(Arrays.copyOfRange(console.toByteArray(), start, console.size()))
          : Bytes.EMPTY;
    }
  }

  /** Lets it run. */
  public void resume() {
    Resumed _ = ask(Resume::new);
  }

  /** Stops it. */
  public void pause() {
    Paused _ = ask(Pause::new);
  }

  /**
   * Runs until the guest, or a limit, ends the machine; the answer is the status.
   *
   * @throws BadInput when a component fails, or the end does not come within two minutes
   */
  public int runToEnd() {
    resume();
    return awaitEnd();
  }

  /** Is completed with the status when the machine is ended; with the reason, when a component fails. */
  public CompletableFuture<Integer> end() {
    return status.copy();
  }

  /**
   * Waits until a machine that runs is ended; the answer is the status.
   *
   * @throws BadInput when a component fails, or the end does not come within two minutes
   */
  public int awaitEnd() {
    try {
      return status.copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new BadInput("machine " + plan.id() + " did not come to its end: " + e.getCause());
    }
  }

  /**
   * All sections of a machine that stands.
   *
   * @throws BadInput when a component's state is not to be saved
   */
  public List<Section> sections() {
    SectionsReply reply = ask(SaveSections::new);
    return switch (reply) {
      case SectionsSaved(var sections) -> sections;
      case SectionsRefused(var refusal) -> throw new BadInput(refusal.sentence());
      case SectionsLoaded _ -> throw new IllegalStateException("a save was answered like a load");
    };
  }

  /**
   * Puts sections into a machine that stands.
   *
   * @throws BadInput when one does not fit
   */
  public void load(List<Section> sections) {
    SectionsReply reply = ask(replyTo -> new LoadSections(sections, replyTo));
    switch (reply) {
      case SectionsLoaded _ -> {
        // It stands with that state now.
      }
      case SectionsRefused(var refusal) -> throw new BadInput(refusal.sentence());
      case SectionsSaved _ -> throw new IllegalStateException("a load was answered like a save");
    }
  }

  /** SHA-256 of all sections and all of RAM of a machine that stands: what it is at this moment. */
  public String digest() {
    MessageDigest digest = Digest.sha256();
    sections().forEach(section -> {
      digest.update((section.name() + "@" + section.version() + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(section.body().toArray());
    });
    addRam(digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of all of RAM: what the guest has made, however its machine is saved. */
  public String ramDigest() {
    MessageDigest digest = Digest.sha256();
    addRam(digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  private void addRam(MessageDigest digest) {
    for (long page = 0; page < plan.memory().pages(); page++) {
      digest.update(plan.memory().page(page).asByteBuffer());
    }
  }

  @Override
  public void close() {
    actor.tell(new PowerOff());
    system.terminate();
    Done _ = system.getWhenTerminated().toCompletableFuture().join();
  }

  private void hear(MachineEvent event) {
    switch (event) {
      case ConsoleOutput(_, var data) -> {
        synchronized (console) {
          console.writeBytes(data.toArray());
        }
      }
      case Exited(_, var how, _) -> status.complete(how);
      case Failed(_, var reason) -> status.completeExceptionally(new IllegalStateException(reason));
      case InputReturned _ -> {
        // Nobody types here.
      }
    }
  }

  private <R> R ask(Function<ActorRef<R>, MachineMessage> question) {
    return AskPattern.ask(actor, question, PATIENCE, system.scheduler()).toCompletableFuture().join();
  }
}
