package dev.kurki.actors.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.clock.InstructionTime;
import dev.kurki.actors.clock.MachineClock;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Pause;
import dev.kurki.actors.component.ComponentMessage.Ran;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.SectionFuzz;
import dev.kurki.testkit.TestedComponent;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The components that a machine has of its own, given sections of hostile peers. */
class HostileSectionsTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @ParameterizedTest
  @EnumSource(ClockPolicy.class)
  void the_clock_loads_a_section_whole_or_not_at_all(ClockPolicy policy) {
    new SectionFuzz<>(kit, ClockSection.class, SectionForm.FULL, _ -> clock(policy)).run();
  }

  @Test
  void ram_loads_a_section_whole_or_not_at_all() {
    new SectionFuzz<>(kit, RamSection.class, SectionForm.FULL, _ -> RamActor.create(kit.memory(), SectionForm.FULL))
        .run();
  }

  @Test
  void who_hands_out_turns_loads_a_section_whole_or_not_at_all() {
    List<ActorRef<ComponentMessage>> vcpus = List.of(vcpu(0), vcpu(1));
    new SectionFuzz<>(kit, RoundRobinSection.class, SectionForm.FULL, _ -> roundRobin(vcpus)).run();
  }

  @Test
  void a_turn_of_a_vcpu_that_there_is_not_is_refused() {
    TestedComponent turns = kit.component(new ComponentId("round-robin", 0), _ -> roundRobin(List.of(vcpu(0))));

    turns.expectRefused(section(new RoundRobinSection(1, 5)), "round-robin/0.turn");
  }

  @Test
  void guest_time_at_its_end_is_still_saved() {
    TestedComponent clock = kit.component(new ComponentId("clock", 0), _ -> clock(ClockPolicy.FOLLOW));
    Section atTheEnd = section(new ClockSection(ClockSection.LAST_NANOS, 0));

    clock.load(atTheEnd);
    clock.start();

    assertThat(clock.save().body()).isNotEqualTo(atTheEnd.body());
    clock.expectRoundTrip();
  }

  private Behavior<ComponentMessage> clock(ClockPolicy policy) {
    return ClockActor.create(new MachineClock(kit.clock()::nanos), policy, kit.wall(), SectionForm.FULL);
  }

  private static Behavior<ComponentMessage> roundRobin(List<ActorRef<ComponentMessage>> vcpus) {
    InstructionTime instructions = new InstructionTime(0);
    return RoundRobinActor.create(new GuestTime(new MachineClock(instructions), instructions), vcpus, List.of(),
        SectionForm.FULL);
  }

  /** One that executes as much as it may and has nothing to do after that. */
  private ActorRef<ComponentMessage> vcpu(int hart) {
    return kit.actors().spawn(Behaviors.receive(ComponentMessage.class).onMessage(Run.class, run -> {
      run.replyTo().tell(new Ran(new ComponentId("hart", hart), run.instructions(), run.instructions(), Pause.ENDED,
          DevicePorts.NO_ALARM));
      return Behaviors.same();
    }).build());
  }

  @SuppressWarnings("unchecked") // a state's class is its own
  private static <S extends Record> Section section(S state) {
    return new SectionCodec<>(SectionSchema.of((Class<S>) state.getClass())).encode(0, state);
  }
}
