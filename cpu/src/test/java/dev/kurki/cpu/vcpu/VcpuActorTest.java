package dev.kurki.cpu.vcpu;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.bus.AddressMap.Entry;
import dev.kurki.actors.bus.Region;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.CountWork;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import dev.kurki.cpu.translate.Translator;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VcpuActorTest {
  private static final long DEVICE = 0x1000_0000L;
  private static final int MACHINE_TIMER = 7;

  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_store_to_a_device_is_a_message_with_its_offset() {
    TestedComponent vcpu = vcpu(
        p -> p.li(A0, DEVICE).li(A1, 0x41).store(Instruction.SW, A1, 16, A0).plain(Instruction.WFI));
    TestProbe<ComponentMessage> device = connect(vcpu);

    vcpu.start();

    assertThat(device.receiveMessage()).isEqualTo(new Write(16, 4, 0x41));
  }

  @Test
  void a_load_from_a_device_waits_for_its_value_and_goes_on_with_it() {
    TestedComponent vcpu = vcpu(p -> p.li(A0, DEVICE).load(Instruction.LW, A1, 8, A0).store(Instruction.SW, A1, 0, A0)
        .plain(Instruction.WFI));
    TestProbe<ComponentMessage> device = connect(vcpu);
    vcpu.start();

    Read read = device.expectMessageClass(Read.class);
    read.replyTo().tell(new Value(77));

    assertThat(read.offset()).isEqualTo(8);
    assertThat(device.receiveMessage()).isEqualTo(new Write(0, 4, 77));
  }

  @Test
  void a_stop_is_answered_only_after_the_value_that_is_in_flight() {
    TestedComponent vcpu = vcpu(p -> p.li(A0, DEVICE).load(Instruction.LW, A1, 0, A0).plain(Instruction.WFI));
    TestProbe<ComponentMessage> device = connect(vcpu);
    TestProbe<Stopped> stopped = kit.actors().createTestProbe(Stopped.class);
    vcpu.start();
    Read read = device.expectMessageClass(Read.class);
    vcpu.ref().tell(new Stop(stopped.getRef()));
    vcpu.settle();
    stopped.expectNoMessage(Duration.ZERO);

    read.replyTo().tell(new Value(5));

    stopped.receiveMessage();
    vcpu.expectRoundTrip();
  }

  @Test
  void a_raised_line_wakes_a_waiting_hart() {
    TestedComponent vcpu = vcpu(p -> {
      Label handler = p.label("handler");
      p.la(T0, handler).csr(Instruction.CSRRW, ZERO, Csr.MTVEC, T0).li(T0, 1 << MACHINE_TIMER)
          .csr(Instruction.CSRRW, ZERO, Csr.MIE, T0).li(T0, 8).csr(Instruction.CSRRS, ZERO, Csr.MSTATUS, T0)
          .plain(Instruction.WFI);
      p.place(handler).li(A0, DEVICE).store(Instruction.SW, ZERO, 4, A0).csr(Instruction.CSRRW, ZERO, Csr.MIE, ZERO)
          .plain(Instruction.WFI);
    });
    TestProbe<ComponentMessage> device = connect(vcpu);
    vcpu.start();
    vcpu.settle();

    vcpu.raise(MACHINE_TIMER);

    assertThat(device.receiveMessage()).isEqualTo(new Write(4, 4, 0));
  }

  @Test
  void the_limit_of_instructions_ends_the_machine() {
    TestedComponent vcpu = vcpu(p -> {
      Label loop = p.label("loop");
      p.place(loop).jump(loop);
    }, 100_000);

    vcpu.start();

    vcpu.expectExit(VcpuSettings.LIMIT_STATUS);
  }

  @Test
  void it_counts_what_it_has_retired_and_which_pages_it_was_the_first_to_write_to() {
    long page = ComponentTestKit.RAM_BASE + 0x1_0000;
    TestedComponent vcpu = vcpu(p -> p.li(A0, page).store(Instruction.SD, ZERO, 0, A0)
        .store(Instruction.SD, ZERO, 8, A0).li(A0, page + 4096).store(Instruction.SD, ZERO, 0, A0)
        .plain(Instruction.WFI));
    TestProbe<WorkCounted> counted = kit.actors().createTestProbe(WorkCounted.class);
    vcpu.start();
    vcpu.settle();

    vcpu.ref().tell(new CountWork(counted.getRef()));

    WorkCounted work = counted.receiveMessage();
    assertThat(work.dirtiedPages()).isEqualTo(2);
    assertThat(work.instructions()).isBetween(6L, 20L);
  }

  @Test
  void a_section_with_a_privilege_that_no_mode_has_is_refused() {
    TestedComponent vcpu = vcpu(p -> p.plain(Instruction.WFI));

    Section section = vcpu.expectRoundTrip();

    vcpu.expectRefused(inMode4(section), "hart/0.privilege");
  }

  /** A small number's encoding is one byte, which stands right behind its field's name. */
  private static Section inMode4(Section section) {
    byte[] body = section.body().toArray();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    body[text.indexOf("privilege") + "privilege".length()] = 4;
    return new Section(section.id(), section.instance(), section.version(), Bytes.of(body));
  }

  private TestedComponent vcpu(Consumer<Assembler> code) {
    return vcpu(code, VcpuSettings.NO_LIMIT);
  }

  private TestedComponent vcpu(Consumer<Assembler> code, long limit) {
    Assembler assembler = new Assembler(ComponentTestKit.RAM_BASE);
    code.accept(assembler);
    kit.memory().write(ComponentTestKit.RAM_BASE, assembler.assemble().image().toArray());
    VcpuSettings settings = new VcpuSettings(
        new HartSettings(InstructionSet.full(), 0, ComponentTestKit.RAM_BASE, 0, 0), SectionForm.FULL,
        kit.memory(), kit.clock(), new Attention(), limit, Translator.OFF, Optional.empty());
    return kit.component(new ComponentId("hart", 0), machine -> VcpuActor.create(settings, machine));
  }

  private TestProbe<ComponentMessage> connect(TestedComponent vcpu) {
    TestProbe<ComponentMessage> device = kit.actors().createTestProbe(ComponentMessage.class);
    vcpu.ref().tell(
        new Connect(new AddressMap<>(List.of(new Entry<>(new Region("probe", DEVICE, 4096, 4), device.getRef()))),
            device.getRef()));
    return device;
  }
}
