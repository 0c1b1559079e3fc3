package dev.kurki.conf.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.icount.IcountRun;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.conf.machine.TestMachine.State;
import dev.kurki.cpu.hart.HartSection;
import dev.kurki.devices.clint.ClintSection;
import dev.kurki.devices.plic.PlicSection;
import dev.kurki.devices.rtc.GoldfishRtcSection;
import dev.kurki.devices.uart.UartSection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A snapshot of the embedded firmware has something to say in every field. */
class FirmwareStateTest {
  private static final List<Class<? extends Record>> SECTIONS = List.of(HartSection.class, ClintSection.class,
      PlicSection.class, GoldfishRtcSection.class, UartSection.class);
  private static final int POINTS = 40;

  @ParameterizedTest
  @MethodSource("untouchedByType")
  void nearly_every_saved_field_is_at_some_moment_not_as_after_power_on(String type, Set<String> expected)
      throws ReflectiveOperationException {
    IcountRun machine = new IcountRun("name = firmware, type = \"" + type
        + "\", memory = 1 MiB, harts = 2, guest { kind = firmware, rounds = 300 }");
    long instructions = machine.run().instructions();
    State powerOn = powerOn(machine);
    Set<String> untouched = fields();

    for (int i = 1; i <= POINTS; i++) {
      untouched.removeAll(changed(powerOn, machine.runTo(instructions * i / (POINTS + 1)).state()));
    }

    assertThat(untouched).isEqualTo(expected);
  }

  /**
   * Where a hart begins at a reset is the machine's, 64 KiB for the console to lose a byte have not come, and the state
   * enables and the modem's changes are off in virt-0.1.
   */
  private static Stream<Arguments> untouchedByType() {
    Set<String> always = Set.of("hart.resetPc", "hart.resetA1", "hart.resetA2", "uart16550.overrun");
    Set<String> first = new TreeSet<>(always);
    first.addAll(Set.of("hart.stateEnable", "uart16550.msrChanges"));
    return Stream.of(Arguments.of("virt-0.1", first), Arguments.of("virt-0.2", always));
  }

  private static State powerOn(IcountRun run) {
    try (LoneMachine machine = TestMachine.poweredOn(run.settings())) {
      return State.of(machine);
    }
  }

  private static Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    for (Class<? extends Record> section : SECTIONS) {
      for (RecordComponent field : section.getRecordComponents()) {
        fields.add(SectionSchema.of(section).id() + "." + field.getName());
      }
    }
    return fields;
  }

  private static Set<String> changed(State before, State after) throws ReflectiveOperationException {
    Set<String> changed = new TreeSet<>();
    for (Class<? extends Record> section : SECTIONS) {
      String id = SectionSchema.of(section).id();
      List<? extends Record> old = decoded(section, before);
      List<? extends Record> now = decoded(section, after);
      for (RecordComponent field : section.getRecordComponents()) {
        for (int instance = 0; instance < old.size(); instance++) {
          Object was = field.getAccessor().invoke(old.get(instance));
          if (!was.equals(field.getAccessor().invoke(now.get(instance)))) {
            changed.add(id + "." + field.getName());
          }
        }
      }
    }
    return changed;
  }

  private static <S extends Record> List<S> decoded(Class<S> type, State state) {
    SectionCodec<S> codec = new SectionCodec<>(SectionSchema.of(type));
    return state.sections().stream().filter(section -> section.id().equals(codec.schema().id()))
        .map(section -> decoded(codec, section)).toList();
  }

  private static <S extends Record> S decoded(SectionCodec<S> codec, Section section) {
    if (codec.decode(section) instanceof Accepted<S>(var state)) {
      return state;
    }
    throw new AssertionError(section.name() + " is not of its own kind");
  }
}
