package dev.kurki.conf.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.input.LaunchConfig;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A machine of a HOCON text, without a node around it. */
public final class TestMachine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ActorTestKit actors;
  private final TestProbe<MachineEvent> owner;
  private final MachinePlan plan;
  private final ActorRef<MachineMessage> actor;
  private final StringBuilder console = new StringBuilder();
  private Optional<Integer> status = Optional.empty();

  /**
   * All that a machine is at one moment.
   *
   * @param sections of all components
   * @param ram all of it
   */
  public record State(List<Section> sections, Bytes ram) {
    /** Copies the sections. */
    public State {
      sections = List.copyOf(sections);
    }

    /** SHA-256 of all. */
    public String digest() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        sections.forEach(section -> digest.update(section.body().toArray()));
        digest.update(ram.toArray());
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Builds it, paused and with its firmware in RAM. */
  public TestMachine(ActorTestKit actors, String settings) {
    this.actors = actors;
    this.owner = actors.createTestProbe(MachineEvent.class);
    Config config = ConfigFactory.parseString("machine { " + settings + " }").withFallback(LaunchConfig.forMachines());
    this.plan = MachineBuilder.build(MachineConfig.read(MachineConfig.settings(config), config));
    this.actor = actors.spawn(MachineActor.create(plan, owner.getRef(), Clock.systemUTC()));
    actor.tell(new MachineMessage.Reset());
  }

  public ActorRef<MachineMessage> actor() {
    return actor;
  }

  /** What the guest has printed, as far as its end was waited for. */
  public String console() {
    return console.toString();
  }

  public void resume() {
    TestProbe<Resumed> probe = actors.createTestProbe();
    actor.tell(new MachineMessage.Resume(probe.getRef()));
    Resumed _ = probe.receiveMessage(PATIENCE);
  }

  public void pause() {
    TestProbe<Paused> probe = actors.createTestProbe();
    actor.tell(new MachineMessage.Pause(probe.getRef()));
    Paused _ = probe.receiveMessage(PATIENCE);
  }

  /** Runs until the guest, or a limit, ends the machine; the answer is the status. */
  public int runToEnd() {
    resume();
    return awaitEnd();
  }

  /** Waits until a machine that runs is ended; the answer is the status. */
  public int awaitEnd() {
    while (status.isEmpty()) {
      hear(owner.receiveMessage(PATIENCE));
    }
    return status.get();
  }

  public State save() {
    GuestMemory memory = plan.memory();
    TestProbe<SectionsReply> probe = actors.createTestProbe();
    actor.tell(new MachineMessage.SaveSections(probe.getRef()));
    if (probe.receiveMessage(PATIENCE) instanceof SectionsSaved(var sections)) {
      return new State(sections, Bytes.of(memory.read(memory.base(), (int) memory.bytes())));
    }
    throw new AssertionError("the machine does not save");
  }

  public void load(State state) {
    TestProbe<SectionsReply> probe = actors.createTestProbe();
    actor.tell(new MachineMessage.LoadSections(state.sections(), probe.getRef()));
    SectionsReply reply = probe.receiveMessage(PATIENCE);
    if (!(reply instanceof SectionsLoaded)) {
      throw new AssertionError("the sections do not fit: " + reply);
    }
    plan.memory().write(plan.memory().base(), state.ram().toArray());
  }

  @Override
  public void close() {
    actor.tell(new MachineMessage.PowerOff());
    owner.expectTerminated(actor, PATIENCE);
  }

  private void hear(MachineEvent event) {
    switch (event) {
      case ConsoleOutput(_, var data) -> console.append(new String(data.toArray(), StandardCharsets.US_ASCII));
      case Exited(_, var how, _) -> status = Optional.of(how);
      default -> throw new AssertionError(event.toString());
    }
  }
}
