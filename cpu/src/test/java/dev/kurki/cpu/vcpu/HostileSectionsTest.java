package dev.kurki.cpu.vcpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.bus.AddressMap.Entry;
import dev.kurki.actors.bus.Region;
import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Access;
import dev.kurki.actors.component.ComponentMessage.Accessed;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Pause;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Ran;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.hart.HartSection;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Format;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.FuzzedComponent;
import dev.kurki.testkit.SectionFuzz;
import dev.kurki.cpu.translate.Translator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A vCPU, given sections of hostile peers, and a guest that executes whatever there is. */
class HostileSectionsTest {
  private static final long DEVICE = 0x1000_0000L;
  private static final List<Instruction> ROWS = Stream.of(Instruction.values())
      .filter(row -> row != Instruction.ILLEGAL).toList();
  private static final int INSTRUCTIONS = 600;

  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_vcpu_loads_a_section_whole_or_not_at_all() {
    ActorRef<ComponentMessage> device = device();
    SectionFuzz.Tally tally = new SectionFuzz<>(kit, HartSection.class, SectionForm.FULL,
        machine -> VcpuActor.create(settings(), machine))
        .drivenBy((vcpu, random) -> drive(vcpu, random, device)).run();

    assertThat(tally.loaded()).isPositive();
  }

  private void drive(FuzzedComponent vcpu, RandomGenerator random, ActorRef<ComponentMessage> device) {
    kit.memory().write(ComponentTestKit.RAM_BASE, program(random));
    vcpu.tell(
        new Connect(new AddressMap<>(List.of(new Entry<>(new Region("any", DEVICE, 1L << 20, 15), device))), device));
    int turns = 1 + random.nextInt(4);
    for (int i = 0; i < turns; i++) {
      int line = random.nextInt(random.nextBoolean() ? 12 : Long.SIZE);
      vcpu.tell(random.nextBoolean() ? new Raise(line) : new Lower(line));
      Ran ran = run(vcpu, 1 + random.nextInt(200));
      if (ran.pause() == Pause.ACCESS) {
        vcpu.ask(Accessed.class, Access::new);
        run(vcpu, 1);
      }
    }
  }

  private static Ran run(FuzzedComponent vcpu, long instructions) {
    return vcpu.ask(Ran.class, replyTo -> new Run(instructions, replyTo));
  }

  /** RAM as it is then: registers that point to RAM or a device, a handler somewhere, and drawn instructions. */
  private static byte[] program(RandomGenerator random) {
    Assembler assembler = new Assembler(ComponentTestKit.RAM_BASE);
    assembler.li(Register.T0, ComponentTestKit.RAM_BASE + 4L * random.nextInt(INSTRUCTIONS))
        .csr(Instruction.CSRRW, Register.ZERO, Csr.MTVEC, Register.T0);
    for (Register register : List.of(Register.A0, Register.A1, Register.A2, Register.SP)) {
      long base = random.nextInt(4) == 0 ? DEVICE : ComponentTestKit.RAM_BASE;
      assembler.li(register, base + random.nextInt((int) ComponentTestKit.RAM_BYTES));
    }
    ByteBuffer ram = ByteBuffer.allocate((int) ComponentTestKit.RAM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ram.put(assembler.assemble().image().toArray());
    for (int i = 0; i < INSTRUCTIONS; i++) {
      ram.putInt(instruction(random));
    }
    return ram.array();
  }

  private static int instruction(RandomGenerator random) {
    if (random.nextInt(16) == 0) {
      return random.nextInt();
    }
    Instruction row = ROWS.get(random.nextInt(ROWS.size()));
    int word = row.match() | random.nextInt() & ~row.mask();
    if (row.format() == Format.CSR || row.format() == Format.CSR_I) {
      Csr csr = Csr.values()[random.nextInt(Csr.values().length)];
      word = word & 0xf_ffff | csr.number() << 20;
    }
    return word;
  }

  private VcpuSettings settings() {
    return new VcpuSettings(new HartSettings(InstructionSet.full(), 0, ComponentTestKit.RAM_BASE, 0, 0),
        SectionForm.FULL, kit.memory(), byInstructions(), new Attention(), VcpuSettings.NO_LIMIT, Translator.OFF,
        Optional.empty());
  }

  /** Time that goes by instructions, so that a vCPU runs as far as it is told to. */
  private GuestClock byInstructions() {
    return new GuestClock() {
      @Override
      public long nanos() {
        return kit.clock().nanos();
      }

      @Override
      public long nanosPerInstruction() {
        return 1;
      }
    };
  }

  /** A device of ones. */
  private ActorRef<ComponentMessage> device() {
    return kit.actors().spawn(Behaviors.receive(ComponentMessage.class).onMessage(Read.class, read -> {
      read.replyTo().tell(new Value(-1L >>> Long.SIZE - 8 * read.width()));
      return Behaviors.same();
    }).onAnyMessage(_ -> Behaviors.same()).build());
  }
}
