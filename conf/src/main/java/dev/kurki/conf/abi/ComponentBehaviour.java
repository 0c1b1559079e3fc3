package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.FittedState;
import dev.kurki.actors.section.NotInForm;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.actors.section.StateSampler;
import dev.kurki.cpu.hart.Bus;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.hart.HartSection;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.Digest;

/**
 * Asks a component's code what it makes of drawn states: a new component loads each of them and saves again. Of four draws
 * one is free, one has its runs as long as the component itself has them after power-on, and two are the state after power-on
 * with one field drawn. Nothing around the component moves, so that the
 * answers are the same on every run.
 *
 * @param <S> the record of the component's section
 */
final class ComponentBehaviour<S extends Record> {
  /** How many states are drawn. */
  static final int DRAWS = 128;

  private static final int HARTS = 2;
  private static final long RAM_BASE = 0x8000_0000L;
  private static final long RAM_BYTES = 1L << 20;

  private final SectionSchema<S> schema;
  private final SectionForm form;
  private final SectionCodec<S> codec;
  private final StateSampler<S> sampler;
  private final S powerOn;
  private final UnaryOperator<S> component;

  /**
   * A component to be asked.
   *
   * @param powerOn what it saves after power-on
   * @param component what a new one saves after it has loaded a state
   */
  ComponentBehaviour(Class<S> section, SectionForm form, S powerOn, UnaryOperator<S> component) {
    this.schema = SectionSchema.of(section);
    this.form = form;
    this.codec = new SectionCodec<>(schema, form);
    this.sampler = new StateSampler<>(schema, form);
    this.powerOn = powerOn;
    this.component = component;
  }

  /** What a kind of device does, in a machine of two harts. */
  static <S extends Record> Behaviour ofDevice(DeviceRegistration<S> registration, Map<String, Long> properties,
      SectionForm form) {
    DeviceSettings settings = new DeviceSettings(HARTS, properties).complete(registration.properties());
    try (GuestMemory memory = new GuestMemory(RAM_BASE, RAM_BYTES)) {
      StillPorts ports = new StillPorts(memory);
      return new ComponentBehaviour<>(registration.section(), form, registration.create(ports, settings).save(),
          state -> {
            DeviceModel<S> model = registration.create(ports, settings);
            model.load(state);
            return model.save();
          }).answers();
    }
  }

  /** What a hart of an instruction set does. */
  static Behaviour ofHart(InstructionSet isa, SectionForm form) {
    HartSettings settings = new HartSettings(isa, 0, RAM_BASE, 0, 0);
    try (GuestMemory memory = new GuestMemory(RAM_BASE, RAM_BYTES)) {
      return new ComponentBehaviour<>(HartSection.class, form, hart(settings, memory).save(), state -> {
        Hart hart = hart(settings, memory);
        hart.load(state);
        return hart.save();
      }).answers();
    }
  }

  /** The answers, draw by draw. */
  Behaviour answers() {
    List<String> answers = new ArrayList<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      answers.add(answer(draw));
    }
    return new Behaviour(answers);
  }

  private String answer(int draw) {
    S state;
    try {
      state = drawn(draw);
    } catch (IllegalArgumentException _) {
      return Behaviour.REFUSED;
    }
    try {
      Section section = codec.encode(0, component.apply(state));
      return Digest.of(section.body().toArray()).substring(0, Behaviour.ANSWER_LENGTH);
    } catch (InconsistentState | NotInForm _) {
      return Behaviour.REFUSED;
    } catch (RuntimeException e) {
      throw new IllegalStateException("section " + schema.id() + " does not bear draw " + draw + ": " + state, e);
    }
  }

  private S drawn(int draw) {
    S free = sampler.draw(draw);
    return switch (draw % 4) {
      case 0 -> free;
      case 2 -> FittedState.of(schema, free, powerOn);
      default -> FittedState.ofOne(schema, form, free, powerOn, draw / 2);
    };
  }

  private static Hart hart(HartSettings settings, GuestMemory memory) {
    return new Hart(settings, memory, () -> 0, new NoDevices(), new Attention());
  }

  /** No address is a device's. */
  private static final class NoDevices implements Bus {
    @Override
    public boolean takes(long address, int width) {
      return false;
    }

    @Override
    public void write(long address, int width, long value) {
      throw new IllegalStateException("no device takes 0x" + Long.toHexString(address));
    }
  }
}
