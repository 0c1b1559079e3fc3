package dev.kurki.actors.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.bus.OverlappingRegions;
import dev.kurki.actors.clock.MachineClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentEvent.ExitRequested;
import dev.kurki.actors.component.ComponentEvent.ResetRequested;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.ComponentPlan.VcpuPlan;
import dev.kurki.actors.machine.ComponentPlan.Wire;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineEvent.InputReturned;
import dev.kurki.actors.machine.MachineMessage.ConsoleInput;
import dev.kurki.actors.machine.MachineMessage.CountWork;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
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
import dev.kurki.actors.machine.MachineMessage.TakeDirty;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.Section;
import java.time.Clock;
import dev.kurki.actors.machine.MachineMessage.WorkDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachineActorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ComponentId PULSE = new ComponentId("pulse", 0);
  private static final ComponentId ECHO = new ComponentId("echo", 0);

  private final ActorTestKit actors = ActorTestKit.create();
  private final TestProbe<MachineEvent> owner = actors.createTestProbe(MachineEvent.class);
  private PulseVcpu.Handle vcpu = new PulseVcpu.Handle();

  @BeforeEach
  void fresh_vcpu() {
    vcpu = new PulseVcpu.Handle();
  }

  @AfterEach
  void shut_down() {
    actors.shutdownTestKit();
  }

  @Test
  void a_machine_runs_from_resume_to_pause_and_no_further() {
    ActorRef<MachineMessage> machine = machine();

    ask(machine, Resumed.class, Resume::new);
    awaitBeats(100);
    ask(machine, Paused.class, Pause::new);

    long beats = vcpu.beats();
    ask(machine, Paused.class, Pause::new);
    assertThat(vcpu.beats()).isEqualTo(beats);
  }

  @Test
  void what_its_vcpus_have_done_is_told_while_it_runs_and_while_it_stands() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);
    awaitBeats(100);

    WorkDone running = ask(machine, WorkDone.class, CountWork::new);
    ask(machine, Paused.class, Pause::new);
    WorkDone standing = ask(machine, WorkDone.class, CountWork::new);

    assertThat(running.instructions()).isBetween(100L, standing.instructions());
    assertThat(standing.instructions()).isEqualTo(vcpu.beats());
    assertThat(standing.vcpus()).hasSize(1);
  }

  @Test
  void what_is_typed_reaches_the_console_and_what_it_says_reaches_the_owner() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);

    machine.tell(new ConsoleInput(Bytes.utf8("hello")));

    assertThat(owner.expectMessageClass(ConsoleOutput.class, PATIENCE).data()).isEqualTo(Bytes.utf8("hello"));
  }

  @Test
  void what_is_typed_while_it_is_paused_reaches_the_guest_when_it_runs_on() {
    ActorRef<MachineMessage> machine = machine();
    machine.tell(new ConsoleInput(Bytes.utf8("held ")));
    machine.tell(new ConsoleInput(Bytes.utf8("back")));

    ask(machine, Resumed.class, Resume::new);

    assertThat(owner.expectMessageClass(ConsoleOutput.class, PATIENCE).data()).isEqualTo(Bytes.utf8("held back"));
  }

  @Test
  void what_was_typed_and_never_reached_the_guest_is_returned_when_the_machine_is_powered_off() {
    ActorRef<MachineMessage> machine = machine();
    machine.tell(new ConsoleInput(Bytes.utf8("late")));

    machine.tell(new PowerOff());

    assertThat(owner.expectMessageClass(InputReturned.class, PATIENCE).data()).isEqualTo(Bytes.utf8("late"));
  }

  @Test
  void the_saved_sections_put_another_machine_into_the_same_state() {
    ActorRef<MachineMessage> one = machine();
    ask(one, Resumed.class, Resume::new);
    ask(one, Paused.class, Pause::new);
    List<Section> sections = saved(one);

    ActorRef<MachineMessage> other = machine();
    assertThat(load(other, sections)).isEqualTo(new SectionsLoaded());

    assertThat(saved(other)).isEqualTo(sections);
    assertThat(sections).extracting(Section::name).containsExactly("clock/0", "ram/0", "echo/0", "pulse/0");
  }

  @Test
  void a_line_that_a_device_raises_on_load_is_not_undone_by_the_section_of_its_receiver() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);
    machine.tell(new ConsoleInput(Bytes.utf8("x")));
    owner.expectMessageClass(ConsoleOutput.class, PATIENCE);
    ask(machine, Paused.class, Pause::new);
    List<Section> heard = saved(machine);
    fresh_vcpu();
    ActorRef<MachineMessage> other = machine();
    List<Section> mixed = new ArrayList<>(heard.subList(0, 3));
    mixed.add(saved(other).get(3));

    assertThat(load(other, mixed)).isEqualTo(new SectionsLoaded());
    ask(other, SectionsReply.class, SaveSections::new);

    assertThat(vcpu.line()).as("the level that the device drives, not the one in the vCPU's section").isTrue();
  }

  @Test
  void a_section_too_many_or_too_few_or_twice_is_refused() {
    ActorRef<MachineMessage> machine = machine();
    List<Section> sections = saved(machine);
    List<Section> extra = new ArrayList<>(sections);
    extra.add(new Section("fan", 0, 1, Bytes.EMPTY));
    List<Section> twice = new ArrayList<>(sections);
    twice.add(sections.getFirst());

    assertRefused(load(machine, extra), Rule.UNKNOWN_SECTION, "fan/0");
    assertRefused(load(machine, sections.subList(1, 4)), Rule.MISSING_SECTION, "clock/0");
    assertRefused(load(machine, twice), Rule.REPEATED_FIELD, "clock/0");
  }

  @Test
  void the_ram_of_another_size_is_refused() {
    List<Section> sections = saved(machine());
    ActorRef<MachineMessage> bigger = actors.spawn(MachineActor.create(plan(1 << 21, 0x1000_0000), owner.getRef(),
        Clock.systemUTC()));

    assertRefused(load(bigger, sections), Rule.INCONSISTENT, "ram/0.bytes");
  }

  @Test
  void dirty_pages_are_handed_over_once_and_everyone_forgets_what_it_writes_through() {
    ActorRef<MachineMessage> machine = machine();
    machine.tell(new Reset());

    DirtyPages dirty = ask(machine, DirtyPages.class, TakeDirty::new);
    assertThat(dirty.words().get(0)).as("the page that the firmware was put into").isEqualTo(1);
    assertThat(vcpu.writeProtects()).isEqualTo(1);

    assertThat(ask(machine, DirtyPages.class, TakeDirty::new).words().get(0)).isZero();
  }

  @Test
  void an_exit_stops_the_machine_after_all_it_said_and_tells_the_status() {
    ActorRef<MachineMessage> machine = machine();
    machine.tell(new ConsoleInput(Bytes.utf8("last words")));
    ask(machine, Resumed.class, Resume::new);

    vcpu.machine().tell(new ExitRequested(PULSE, 7, "done"));

    assertThat(owner.expectMessageClass(ConsoleOutput.class, PATIENCE).data().utf8()).isEqualTo("last words");
    assertThat(owner.expectMessageClass(Exited.class, PATIENCE).status()).isEqualTo(7);
    long beats = vcpu.beats();
    ask(machine, Paused.class, Pause::new);
    assertThat(vcpu.beats()).isEqualTo(beats);
  }

  @Test
  void a_reset_starts_a_running_machine_from_its_firmware_again() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);

    vcpu.machine().tell(new ResetRequested(PULSE));
    ask(machine, Paused.class, Pause::new);

    assertThat(vcpu.resets()).isEqualTo(1);
    assertThat(ask(machine, DirtyPages.class, TakeDirty::new).words().get(0)).isEqualTo(1);
  }

  @Test
  void a_component_that_fails_stops_the_machine_which_names_it() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);
    awaitBeats(1);

    vcpu.actor().tell(new Write(EchoDevice.FAIL, 1, 0));

    Failed failed = owner.expectMessageClass(Failed.class, PATIENCE);
    assertThat(failed.reason()).contains("pulse-0").contains("the vCPU broke");
    actors.createTestProbe().expectTerminated(machine, PATIENCE);
  }

  @Test
  void a_device_that_fails_leaves_no_sibling_running() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);
    TestProbe<Object> watcher = actors.createTestProbe();
    awaitBeats(1);

    vcpu.bus().find(0x1000_0000, 1).orElseThrow().target().tell(new Write(EchoDevice.FAIL, 1, 0));

    assertThat(owner.expectMessageClass(Failed.class, PATIENCE).reason()).contains("echo-0");
    watcher.expectTerminated(vcpu.actor(), PATIENCE);
    watcher.expectTerminated(machine, PATIENCE);
  }

  @Test
  void an_alarm_centuries_ahead_is_as_good_as_any() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);
    awaitBeats(1);

    vcpu.bus().find(0x1000_0000, 1).orElseThrow().target().tell(new Write(EchoDevice.FAR_ALARM, 1, 0));
    machine.tell(new ConsoleInput(Bytes.utf8("alive")));

    assertThat(owner.expectMessageClass(ConsoleOutput.class, PATIENCE).data()).isEqualTo(Bytes.utf8("alive"));
  }

  @Test
  void a_component_that_does_not_answer_stops_the_machine_which_names_it() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);
    vcpu.deafen();

    machine.tell(new Pause(actors.<Paused>createTestProbe().getRef()));

    assertThat(owner.expectMessageClass(Failed.class, PATIENCE).reason()).contains("pulse/0")
        .contains("did not answer");
  }

  @Test
  void power_off_ends_the_machine_silently() {
    ActorRef<MachineMessage> machine = machine();
    ask(machine, Resumed.class, Resume::new);

    machine.tell(new PowerOff());

    actors.createTestProbe().expectTerminated(machine, PATIENCE);
    owner.expectNoMessage(Duration.ZERO);
  }

  @Test
  void overlapping_devices_are_refused_when_the_machine_is_planned() {
    assertThatThrownBy(() -> plan(1 << 20, 0x8000_0000L)).isInstanceOf(OverlappingRegions.class)
        .hasMessageContaining("echo0").hasMessageContaining("ram");
  }

  @Test
  void a_wire_to_nowhere_is_refused_when_the_machine_is_planned() {
    DevicePlan<?> dangling = new DevicePlan<>(ECHO, "echo0", EchoDevice.REGISTRATION, 0x1000_0000, Map.of(),
        List.of(new Wire(0, new ComponentId("plic", 0), 1)));

    assertThatThrownBy(() -> plan(1 << 20, dangling)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plic/0");
  }

  /** Waits until the vCPU runs: it has its bus and its machine by then. */
  private void awaitBeats(long least) {
    owner.awaitAssert(PATIENCE, () -> {
      assertThat(vcpu.beats()).isGreaterThanOrEqualTo(least);
      return null;
    });
  }

  private ActorRef<MachineMessage> machine() {
    return actors.spawn(MachineActor.create(plan(1 << 20, 0x1000_0000), owner.getRef(), Clock.systemUTC()));
  }

  private MachinePlan plan(long ramBytes, long echoBase) {
    return plan(ramBytes, new DevicePlan<>(ECHO, "echo0", EchoDevice.REGISTRATION, echoBase, Map.of(),
        List.of(new Wire(0, PULSE, 11))));
  }

  private MachinePlan plan(long ramBytes, DevicePlan<?> echo) {
    PulseVcpu.Handle handle = vcpu;
    VcpuPlan pulse = new VcpuPlan(PULSE, PulseVcpu.Section.class, new Attention(),
        machine -> PulseVcpu.create(handle, machine));
    return new MachinePlan(new MachineId("m1"), new GuestMemory(0x8000_0000L, ramBytes),
        new MachineClock(System::nanoTime), ClockPolicy.HOLD, List.of(pulse), List.of(echo), Map.of(),
        Optional.of(ECHO),
        memory -> memory.write(memory.base(), new byte[]{1}));
  }

  private List<Section> saved(ActorRef<MachineMessage> machine) {
    SectionsReply reply = ask(machine, SectionsReply.class, SaveSections::new);
    assertThat(reply).isInstanceOf(SectionsSaved.class);
    return ((SectionsSaved) reply).sections();
  }

  private SectionsReply load(ActorRef<MachineMessage> machine, List<Section> sections) {
    return ask(machine, SectionsReply.class, replyTo -> new LoadSections(sections, replyTo));
  }

  private static void assertRefused(SectionsReply reply, Rule rule, String path) {
    assertThat(reply).isInstanceOfSatisfying(SectionsRefused.class, refused -> {
      assertThat(refused.refusal().rule()).isEqualTo(rule);
      assertThat(refused.refusal().path()).isEqualTo(path);
    });
  }

  private <R> R ask(ActorRef<MachineMessage> machine, Class<R> type,
      java.util.function.Function<ActorRef<R>, MachineMessage> question) {
    TestProbe<R> probe = actors.createTestProbe(type);
    machine.tell(question.apply(probe.getRef()));
    return probe.receiveMessage(PATIENCE);
  }
}
