package dev.kurki.conf.bench;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.typesafe.config.Config;
import dev.kurki.actors.clock.MachineClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.ClockPolicy;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.ComponentPlan.VcpuPlan;
import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Program;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.hart.HartSection;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.vcpu.VcpuActor;
import dev.kurki.cpu.vcpu.VcpuSettings;
import dev.kurki.cpu.translate.Translator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Takes the time of device reads: a hart reads one register in a loop of two instructions, and the device notes when. From
 * one read to the next lies the whole way: the answer to the vCPU, the hart's two instructions, the question to the device.
 */
public final class DeviceReads {
  private static final long RAM = 0x8000_0000L;
  private static final long PROBE = 0x1000_0000L;
  private static final int WARM_UP = 400_000;
  private static final int MEASURED = 400_000;
  private static final long PATIENCE_SECONDS = 120;

  private DeviceReads() {}

  /**
   * The round trips in nanoseconds, measured after a warm-up.
   *
   * @param config Pekko's settings and Kurki's
   * @param machine for its dispatcher
   */
  public static Samples measure(Config config, MachineConfig machine) {
    long[] times = new long[WARM_UP + MEASURED];
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Behavior<MachineEvent> owner = Behaviors.receiveMessage(event -> {
      ended.complete(event instanceof MachineEvent.Exited);
      return Behaviors.same();
    });
    ActorSystem<Void> system = ActorSystem.create(Behaviors.setup(context -> {
      ActorRef<MachineMessage> actor = context.spawn(
          MachineActor.create(plan(times), context.spawn(owner, "owner"), Clock.systemUTC()), "machine",
          MachineDispatcher.of(machine, context.getSystem()));
      actor.tell(new Reset());
      actor.tell(new Resume(context.getSystem().ignoreRef()));
      return Behaviors.empty();
    }), "bench", config);
    boolean _ = ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    system.terminate();
    Done _ = system.getWhenTerminated().toCompletableFuture().join();
    return new Samples(
        IntStream.range(WARM_UP, times.length).mapToDouble(i -> times[i] - times[i - 1]).toArray());
  }

  private static MachinePlan plan(long[] times) {
    Assembler p = new Assembler(RAM);
    Label loop = p.label("loop");
    p.li(Register.A0, PROBE).place(loop).load(Instruction.LW, Register.A1, 0, Register.A0).jump(loop);
    Program program = p.assemble();
    GuestMemory memory = new GuestMemory(RAM, 1 << 20);
    MachineClock clock = new MachineClock(System::nanoTime);
    Attention attention = new Attention();
    VcpuSettings settings = new VcpuSettings(new HartSettings(InstructionSet.full(), 0, RAM, 0, 0),
        SectionForm.FULL, memory, clock,
        attention,
        VcpuSettings.NO_LIMIT, Translator.OFF, Optional.empty());
    VcpuPlan vcpu = new VcpuPlan(new ComponentId("hart", 0), HartSection.class, attention,
        machine -> VcpuActor.create(settings, machine));
    DevicePlan<ProbeDevice.Section> probe = new DevicePlan<>(new ComponentId("probe", 0), "probe",
        ProbeDevice.registration(times), PROBE, Map.of(), List.of());
    return new MachinePlan(new MachineId("bench"), memory, clock, ClockPolicy.HOLD,
        List.of(vcpu), List.of(probe), Map.of(), Optional.empty(), ram -> ram.write(RAM, program.image().toArray()));
  }
}
