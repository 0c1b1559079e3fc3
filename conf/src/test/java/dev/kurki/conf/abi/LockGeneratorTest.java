package dev.kurki.conf.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.LockText;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Block;
import dev.kurki.migration.lock.MachineTypeLock.Component;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.lock.ReleaseId;
import org.junit.jupiter.api.Test;

class LockGeneratorTest {
  private static final String TYPE = "virt-0.1";
  private static final String BOARD = "kurki.machine-types.\"" + TYPE + "\".";
  private static final Config CONFIG = LaunchConfig.forMachines();
  private static final Lock LOCK = generate("");

  @Test
  void generating_twice_gives_equal_locks() {
    Lock again = generate("");

    assertThat(again).isEqualTo(LOCK);
    assertThat(LockText.of(again)).isEqualTo(LockText.of(LOCK));
    assertThat(again.digest()).isEqualTo(LOCK.digest());
  }

  @Test
  void a_lock_has_every_machine_type_by_name_in_their_order() {
    Lock lock = generate("kurki.machine-types.\"board-2\" = ${kurki.machine-types.\"" + TYPE + "\"}");

    assertThat(lock.machineTypes()).extracting(MachineTypeLock::name).startsWith("board-2").contains(TYPE).isSorted();
  }

  @Test
  void a_board_is_told_by_its_properties() {
    assertThat(virt(LOCK).properties()).containsEntry("ram-base", "0x80000000").containsEntry("console", "uart0")
        .containsEntry("harts.max", "64").containsEntry("timebase-frequency", "10000000")
        .containsEntry("uart0.type", "ns16550a").containsEntry("uart0.base", "0x10000000")
        .containsEntry("uart0.region-bytes", "0x100").containsEntry("uart0.widths", "1")
        .containsEntry("uart0.controller", "plic").containsEntry("uart0.source", "10")
        .containsEntry("plic.hart-lines", "11, 9").containsEntry("defaults.memory", "134217728")
        .containsEntry("defaults.harts", "1").containsEntry("defaults.clock-policy", "hold")
        .containsEntry("boot.kernel-offset", "0x200000").containsEntry("boot.device-tree", "0x87e00000");
    assertThat(virt(LOCK).properties().get("isa")).startsWith("rv64imafdc_").endsWith("_sv48_sv57");
  }

  @Test
  void blocks_of_memory_are_told_by_value_or_by_rule() {
    assertThat(virt(LOCK).blocks()).extracting(Block::name).containsExactly("ram", "device-tree", "fw-dynamic-info");
    assertThat(virt(LOCK).blocks()).extracting(Block::kind).containsExactly("ram", "rom", "rom");
    assertThat(virt(LOCK).blocks()).first().isEqualTo(new Block("ram", "ram", "0x80000000", "machine.memory"));
  }

  @Test
  void the_device_tree_is_that_of_a_machine_of_the_defaults_with_one_hart() {
    Lock lock = generate("kurki.machine-defaults.harts = 2");

    assertThat(virt(lock).deviceTree()).isEqualTo(virt(LOCK).deviceTree())
        .contains("/soc/serial@10000000 reg = <0x0 0x10000000 0x0 0x100>", "/cpus/cpu@0 status = \"okay\"");
    assertThat(virt(lock).properties()).containsEntry("defaults.harts", "2");
  }

  @Test
  void components_stand_in_the_order_in_which_their_sections_are_saved() {
    assertThat(virt(LOCK).components()).startsWith(new Component("clock", "clock", "0"),
        new Component("ram", "ram", "0")).contains(new Component("uart0", "uart16550", "0"))
        .endsWith(new Component("hart", "hart", "one a hart"),
            new Component("round-robin", "round-robin", "with icount-shift"));
  }

  @Test
  void each_kind_of_component_has_one_section() {
    Lock lock = generate(BOARD + "devices = ${" + BOARD + "devices} [ { name = uart1, type = ns16550a, "
        + "base = \"0x10002000\", controller = plic, source = 12 } ]");

    assertThat(virt(lock).components()).contains(new Component("uart0", "uart16550", "0"),
        new Component("uart1", "uart16550", "1"));
    assertThat(virt(lock).sections()).extracting(LockedSection::description).extracting(SectionDescription::id)
        .doesNotHaveDuplicates().contains("uart16550");
  }

  @Test
  void a_property_of_a_device_is_named_where_it_is_not_0() {
    Lock lock = generate(BOARD + "devices = ${" + BOARD + "devices} [ { name = uart1, type = ns16550a, "
        + "base = \"0x10002000\", controller = plic, source = 12, properties { modem-status-changes = 1 } } ]");

    assertThat(virt(lock).properties()).containsEntry("uart1.properties.modem-status-changes", "1")
        .doesNotContainKey("uart0.properties.modem-status-changes");
  }

  @Test
  void harts_and_devices_are_asked_and_what_the_machine_has_of_itself_is_not() {
    assertThat(List.of("clock", "ram", "round-robin")).allMatch(id -> behaviour(id).equals(Behaviour.UNASKED));
    assertThat(List.of("hart", "uart16550", "plic", "aclint", "goldfish-rtc", "sifive-test"))
        .allMatch(id -> behaviour(id).answers().stream().anyMatch(answer -> !answer.equals(Behaviour.REFUSED)));
  }

  @Test
  void a_machine_in_the_configuration_is_not_looked_at() {
    Lock lock = generate("machine { memory = 1 GiB, append = quiet, type = nothing }");

    assertThat(lock).isEqualTo(LOCK);
  }

  @Test
  void defaults_that_let_time_pass_by_instructions_change_no_component() {
    assertThat(generate("kurki.machine-defaults.icount-shift = 3")).isEqualTo(LOCK);
  }

  @Test
  void a_subsection_that_the_machine_type_has_off_is_not_in_its_section() {
    Lock lock = generate(BOARD + "sections.uart16550.off = [backlog]");

    assertThat(section(lock, "uart16550").description().subsections()).isEmpty();
    assertThat(section(LOCK, "uart16550").description().subsections()).isNotEmpty();
  }

  @Test
  void a_form_of_a_section_that_the_machine_type_does_not_have_is_bad_input() {
    assertThatThrownBy(() -> generate(BOARD + "sections.lamp.version = 1")).isInstanceOf(BadInput.class)
        .hasMessageContaining("sections.lamp is the form of a section that no component of virt-0.1 has");
  }

  @Test
  void a_form_that_a_section_does_not_have_is_bad_input() {
    assertThatThrownBy(() -> generate(BOARD + "sections.uart16550.off = [lamp]")).isInstanceOf(BadInput.class)
        .hasMessageContaining("sections.uart16550 does not fit: section uart16550 has no subsection \"lamp\"");
  }

  private static Lock generate(String more) {
    Config config = ConfigFactory.parseString(more).withFallback(CONFIG).resolve();
    return LockGenerator.generate(config, ReleaseId.parse("kurki/0.1.0"), Optional.empty(), "");
  }

  private static MachineTypeLock virt(Lock lock) {
    return lock.machineType(TYPE).orElseThrow();
  }

  private static LockedSection section(Lock lock, String id) {
    return virt(lock).section(id).orElseThrow();
  }

  private static Behaviour behaviour(String id) {
    return section(LOCK, id).behaviour();
  }
}
