package dev.kurki.conf.machine;

import java.util.List;

import com.typesafe.config.Config;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.input.LaunchConfig;

/** Machines of a HOCON text, without a node around them. */
public final class TestMachine {
  private static final Config SETTINGS = LaunchConfig.forMachines();

  private TestMachine() {}

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

    /** Of a machine that stands. */
    public static State of(LoneMachine machine) {
      GuestMemory memory = machine.memory();
      return new State(machine.sections(), Bytes.of(memory.read(memory.base(), (int) memory.bytes())));
    }

    /** Makes a machine that stands the same. */
    public void loadInto(LoneMachine machine) {
      machine.load(sections);
      machine.memory().write(machine.memory().base(), ram.toArray());
    }
  }

  /** Builds a machine, paused and with its firmware in RAM. */
  public static LoneMachine poweredOn(String settings) {
    return LoneMachine.poweredOn(MachineBuilder.build(config(settings)));
  }

  /** Builds a machine, paused and with nothing in RAM. */
  public static LoneMachine empty(String settings) {
    return LoneMachine.empty(MachineBuilder.buildForState(config(settings)));
  }

  /** A machine's settings. */
  public static MachineConfig config(String settings) {
    return MachineConfig.parse("{ " + settings + " }", SETTINGS);
  }
}
