package dev.kurki.cpu.vcpu;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.bus.AddressMap.Entry;
import dev.kurki.actors.bus.Region;
import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.AwaitPage;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.PageCame;
import dev.kurki.actors.component.ComponentMessage.Pause;
import dev.kurki.actors.component.ComponentMessage.Ran;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import dev.kurki.cpu.translate.Translator;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A vCPU whose program loads from a page that is missing and writes what it has found to a device. */
class ParkedVcpuTest {
  private static final long DEVICE = 0x1000_0000L;
  private static final int PAGE = 3;
  private static final long ADDRESS = ComponentTestKit.RAM_BASE + PAGE * (long) GuestMemory.PAGE_BYTES;

  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  private final byte[] held = new byte[GuestMemory.PAGE_BYTES];

  @Test
  void it_asks_for_the_page_and_goes_on_when_that_is_there() {
    TestProbe<ComponentMessage> others = probe();
    TestedComponent vcpu = vcpu(others, kit.clock());
    vcpu.start();

    AwaitPage asked = others.expectMessageClass(AwaitPage.class);
    comes(asked);

    assertThat(asked.page()).isEqualTo(PAGE);
    assertThat(others.receiveMessage()).isEqualTo(new Write(0, 4, 77));
  }

  @Test
  void it_stops_at_once_is_saved_as_it_was_before_the_load_and_asks_anew_when_it_is_started() {
    TestProbe<ComponentMessage> others = probe();
    TestedComponent vcpu = vcpu(others, kit.clock());
    vcpu.start();
    AwaitPage first = others.expectMessageClass(AwaitPage.class);

    stop(vcpu);
    vcpu.expectRoundTrip();
    first.replyTo().tell(new PageCame(PAGE));
    vcpu.start();

    comes(others.expectMessageClass(AwaitPage.class));
    assertThat(others.receiveMessage()).isEqualTo(new Write(0, 4, 77));
  }

  @Test
  void an_answer_about_another_page_leaves_it_parked() {
    TestProbe<ComponentMessage> others = probe();
    TestedComponent vcpu = vcpu(others, kit.clock());
    vcpu.start();
    AwaitPage asked = others.expectMessageClass(AwaitPage.class);

    asked.replyTo().tell(new PageCame(PAGE + 1));
    vcpu.settle();
    others.expectNoMessage(Duration.ZERO);
    comes(asked);

    assertThat(others.receiveMessage()).isEqualTo(new Write(0, 4, 77));
  }

  @Test
  void a_turn_goes_on_when_the_page_is_there() {
    TestProbe<ComponentMessage> others = probe();
    TestProbe<Ran> ran = kit.actors().createTestProbe(Ran.class);
    TestedComponent vcpu = vcpu(others, countingClock());
    vcpu.start();

    vcpu.ref().tell(new Run(100, ran.getRef()));
    Ran parked = ran.receiveMessage();
    comes(others.expectMessageClass(AwaitPage.class));
    Ran there = ran.receiveMessage();
    vcpu.ref().tell(new Run(100 - parked.spent(), ran.getRef()));

    assertThat(parked.pause()).isEqualTo(Pause.PAGE_MISSING);
    assertThat(parked.instructions()).isEqualTo(parked.spent()).isPositive();
    assertThat(there.pause()).isEqualTo(Pause.TURN_OVER);
    assertThat(there.spent()).isZero();
    assertThat(ran.receiveMessage().pause()).isEqualTo(Pause.ACCESS);
  }

  @Test
  void a_debugger_reads_a_missing_page_when_it_is_there() {
    TestProbe<ComponentMessage> others = probe();
    TestProbe<VcpuDebug.MemoryRead> read = kit.actors().createTestProbe(VcpuDebug.MemoryRead.class);
    TestedComponent vcpu = vcpu(others, kit.clock());

    vcpu.ref().tell(new VcpuDebug.ReadMemory(ADDRESS - 2, 4, read.getRef()));
    comes(others.expectMessageClass(AwaitPage.class));

    assertThat(read.receiveMessage().bytes()).contains(Bytes.of(new byte[]{0, 0, 77, 0}));
  }

  @Test
  void a_step_onto_a_missing_page_is_made_when_it_is_there() {
    TestProbe<ComponentMessage> others = probe();
    TestProbe<VcpuDebug.Stepped> stepped = kit.actors().createTestProbe(VcpuDebug.Stepped.class);
    TestedComponent vcpu = vcpu(others, kit.clock());
    vcpu.start();
    AwaitPage asked = others.expectMessageClass(AwaitPage.class);
    stop(vcpu);

    vcpu.ref().tell(new VcpuDebug.Step(stepped.getRef()));
    comes(others.expectMessageClass(AwaitPage.class));

    assertThat(asked.page()).isEqualTo(PAGE);
    stepped.receiveMessage();
    others.expectNoMessage(Duration.ZERO);
  }

  private void stop(TestedComponent vcpu) {
    TestProbe<Stopped> stopped = kit.actors().createTestProbe(Stopped.class);
    vcpu.ref().tell(new Stop(stopped.getRef()));
    stopped.receiveMessage();
  }

  private void comes(AwaitPage asked) {
    kit.memory().missing().fill(PAGE, MemorySegment.ofArray(held));
    asked.replyTo().tell(new PageCame(asked.page()));
  }

  private TestProbe<ComponentMessage> probe() {
    return kit.actors().createTestProbe(ComponentMessage.class);
  }

  private TestedComponent vcpu(TestProbe<ComponentMessage> others, GuestClock clock) {
    Assembler assembler = new Assembler(ComponentTestKit.RAM_BASE);
    assembler.li(A0, ADDRESS).li(A2, DEVICE).load(Instruction.LW, A1, 0, A0).store(Instruction.SW, A1, 0, A2)
        .plain(Instruction.WFI);
    kit.memory().write(ComponentTestKit.RAM_BASE, assembler.assemble().image().toArray());
    held[0] = 77;
    long[] marks = new long[Math.toIntExact((kit.memory().pages() + 63) / 64)];
    marks[0] = 1L << PAGE;
    kit.memory().missing().expect(Longs.of(marks), _ -> {});
    VcpuSettings settings = new VcpuSettings(
        new HartSettings(InstructionSet.full(), 0, ComponentTestKit.RAM_BASE, 0, 0), SectionForm.FULL,
        kit.memory(), clock, new Attention(), VcpuSettings.NO_LIMIT, Translator.OFF, Optional.empty());
    TestedComponent vcpu = kit.component(new ComponentId("hart", 0), machine -> VcpuActor.create(settings, machine));
    ActorRef<ComponentMessage> device = others.getRef();
    vcpu.ref().tell(
        new Connect(new AddressMap<>(List.of(new Entry<>(new Region("probe", DEVICE, 4096, 4), device))), device));
    return vcpu;
  }

  private static GuestClock countingClock() {
    return new GuestClock() {
      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public long nanosPerInstruction() {
        return 16;
      }
    };
  }
}
