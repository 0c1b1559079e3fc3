package com.example.lamps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import com.typesafe.config.Config;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machine types of our own, launched with the lamp that Kurki has found on the class path. */
class LampMachineTest {
  private static final Config CONFIG = LaunchConfig.forMachines();

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"lamps-1.0", "lamps-1.1"})
  void a_guest_finds_the_lamp_on_its_board(String type) {
    MachineConfig machine = LampGuest.machine(type, folder.resolve("guest.elf"), CONFIG);

    try (LoneMachine running = LoneMachine.poweredOn(MachineBuilder.build(machine))) {
      assertThat(running.runToEnd()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"lamps-1.0, 1", "lamps-1.1, 2"})
  void each_machine_type_saves_the_lamp_in_its_version(String type, int version) {
    MachineConfig machine = LampGuest.machine(type, folder.resolve("guest.elf"), CONFIG);

    try (LoneMachine standing = LoneMachine.poweredOn(MachineBuilder.build(machine))) {
      List<Section> sections = standing.sections();

      assertThat(sections).filteredOn(section -> section.id().equals("lamp")).extracting(Section::version)
          .containsExactly(version);
    }
  }
}
