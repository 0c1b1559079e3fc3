package dev.kurki.conf.icount;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.cpu.hart.HartSection;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** Runs a machine whose time passes by instructions, whole or in two parts. */
final class IcountRun {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
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

  private record State(List<Section> sections, Bytes ram, String console) {}

  IcountRun(ActorTestKit actors, Path elf, int harts) {
    this.actors = actors;
    this.elf = elf;
    this.harts = harts;
  }

  String settings() {
    return "name = restless, memory = 1 MiB, icount-shift = 4, harts = " + harts + ", kernel = \"" + elf + "\"";
  }

  End run() {
    try (Machine machine = new Machine("")) {
      machine.tell(new MachineMessage.Reset());
      machine.runTo(0);
      return machine.end("");
    }
  }

  /** Runs to an instruction of hart 0, saves there, and runs the rest on a machine of its own. */
  End runInTwo(long instruction) {
    State saved;
    try (Machine machine = new Machine(", max-instructions = " + instruction)) {
      machine.tell(new MachineMessage.Reset());
      machine.runTo(LIMIT_REACHED);
      saved = machine.save();
    }
    try (Machine machine = new Machine("")) {
      machine.load(saved);
      machine.runTo(0);
      return machine.end(saved.console());
    }
  }

  private final class Machine implements AutoCloseable {
    private final TestProbe<MachineEvent> owner = actors.createTestProbe(MachineEvent.class);
    private final MachinePlan plan;
    private final ActorRef<MachineMessage> actor;
    private final StringBuilder console = new StringBuilder();

    Machine(String more) {
      var config = ConfigFactory.parseString("machine { " + settings() + more + " }")
          .withFallback(LaunchConfig.forMachines());
      this.plan = MachineBuilder.build(MachineConfig.read(MachineConfig.settings(config), config));
      this.actor = actors.spawn(MachineActor.create(plan, owner.getRef(), Clock.systemUTC()));
    }

    void tell(MachineMessage message) {
      actor.tell(message);
    }

    void runTo(int status) {
      int actual = runToAnyEnd();
      if (actual != status) {
        throw new AssertionError("the machine ended with status " + actual + ": " + console);
      }
    }

    int runToAnyEnd() {
      tell(new MachineMessage.Resume(actors.<MachineMessage.Resumed>createTestProbe().getRef()));
      while (true) {
        switch (owner.receiveMessage(PATIENCE)) {
          case ConsoleOutput(_, var data) -> console.append(new String(data.toArray(), StandardCharsets.US_ASCII));
          case Exited(_, var status, _) -> {
            return status;
          }
          case MachineEvent other -> throw new AssertionError(other.toString());
        }
      }
    }

    State save() {
      GuestMemory memory = plan.memory();
      return new State(sections(), Bytes.of(memory.read(memory.base(), (int) memory.bytes())), console.toString());
    }

    void load(State state) {
      TestProbe<MachineMessage.SectionsReply> probe = actors.createTestProbe();
      tell(new MachineMessage.LoadSections(state.sections(), probe.getRef()));
      if (!(probe.receiveMessage(PATIENCE) instanceof MachineMessage.SectionsLoaded)) {
        throw new AssertionError("the sections do not fit");
      }
      plan.memory().write(plan.memory().base(), state.ram().toArray());
    }

    End end(String before) {
      State state = save();
      return new End(digest(state), before + state.console(), retired(state));
    }

    private List<Section> sections() {
      TestProbe<MachineMessage.SectionsReply> probe = actors.createTestProbe();
      tell(new MachineMessage.SaveSections(probe.getRef()));
      if (probe.receiveMessage(PATIENCE) instanceof MachineMessage.SectionsSaved(var sections)) {
        return sections;
      }
      throw new AssertionError("the machine does not save");
    }

    @Override
    public void close() {
      tell(new MachineMessage.PowerOff());
      owner.expectTerminated(actor, PATIENCE);
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

  private static String digest(State state) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      state.sections().forEach(section -> digest.update(section.body().toArray()));
      digest.update(state.ram().toArray());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
