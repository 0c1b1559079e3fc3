package dev.kurki.devices.uart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;

import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.NotInForm;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modem's inputs, which only loop-back moves, and what MSR tells of their changes where the machine type has that. */
class ModemStatusTest {
  private static final int IER = 1;
  private static final int IIR = 2;
  private static final int MCR = 4;
  private static final int MSR = 6;
  private static final int LOOP = 0x10;

  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  /** MCR in loop-back before and after, and what MSR reads then: OUT2, OUT1, RTS and DTR are DCD, RI, CTS and DSR. */
  @ParameterizedTest
  @CsvSource({"0, 1, 22", "1, 0, 02", "0, 2, 11", "2, 0, 01", "0, 8, 88", "8, 0, 08", "0, 4, 40", "4, 0, 04",
      "f, f, f0", "0, f, fb", "f, 0, 0f", "5, a, 9f"})
  void a_change_of_an_output_in_loop_back_is_one_of_its_input(String before, String after, String status) {
    TestedComponent uart = uart(1);
    uart.write(MCR, 1, LOOP | Integer.parseInt(before, 16));
    uart.read(MSR, 1);

    uart.write(MCR, 1, LOOP | Integer.parseInt(after, 16));

    assertThat(uart.read(MSR, 1)).isEqualTo(Integer.parseInt(status, 16));
  }

  @Test
  void a_read_of_msr_clears_the_changes_and_another_write_of_the_same_makes_none() {
    TestedComponent uart = uart(1);
    uart.write(MCR, 1, LOOP | 3);
    assertThat(uart.read(MSR, 1)).isEqualTo(0x38);

    uart.write(MCR, 1, LOOP | 3);

    assertThat(uart.read(MSR, 1)).isEqualTo(0x30);
  }

  @Test
  void changes_add_up_until_they_are_read() {
    TestedComponent uart = uart(1);
    uart.write(MCR, 1, LOOP | 0xb);
    uart.read(MSR, 1);

    uart.write(MCR, 1, LOOP | 9);
    uart.write(MCR, 1, LOOP | 0xb);
    uart.write(MCR, 1, LOOP | 3);

    assertThat(uart.read(MSR, 1)).isEqualTo(0x39);
  }

  @Test
  void entering_and_leaving_loop_back_changes_the_inputs() {
    TestedComponent uart = uart(1);

    uart.write(MCR, 1, LOOP | 4);
    assertThat(uart.read(MSR, 1)).isEqualTo(0x4b);
    uart.write(MCR, 1, 0);

    assertThat(uart.read(MSR, 1)).isEqualTo(0xbf);
  }

  @Test
  void outputs_out_of_loop_back_change_no_input() {
    TestedComponent uart = uart(1);

    uart.write(MCR, 1, 0xf);

    assertThat(uart.read(MSR, 1)).isEqualTo(0xb0);
  }

  @Test
  void a_change_interrupts_until_msr_is_read() {
    TestedComponent uart = uart(1);
    uart.write(IER, 1, 8);
    assertThat(uart.read(IIR, 1)).isEqualTo(1);

    uart.write(MCR, 1, LOOP);

    uart.expectLine(0, true);
    assertThat(uart.read(IIR, 1)).isZero();
    assertThat(uart.read(IIR, 1)).as("reading IIR clears nothing").isZero();
    uart.read(MSR, 1);
    uart.expectLine(0, false);
    assertThat(uart.read(IIR, 1)).isEqualTo(1);
  }

  @Test
  void every_other_cause_comes_before_it() {
    TestedComponent uart = uart(1);
    uart.write(MCR, 1, LOOP);
    uart.write(IER, 1, 0xf);
    uart.receive("a");

    assertThat(uart.read(IIR, 1)).isEqualTo(4);
    uart.read(0, 1);
    assertThat(uart.read(IIR, 1)).isEqualTo(2);
    assertThat(uart.read(IIR, 1)).isZero();
  }

  @Test
  void a_reset_forgets_the_changes() {
    TestedComponent uart = uart(1);
    uart.write(MCR, 1, LOOP);

    uart.reset();

    assertThat(uart.read(MSR, 1)).isEqualTo(0xb0);
  }

  @Test
  void changes_and_their_interrupt_come_back_from_the_section() {
    TestedComponent uart = uart(1);
    uart.write(IER, 1, 8);
    uart.write(MCR, 1, LOOP | 1);
    uart.expectRoundTrip();
    TestedComponent other = uart(1);

    other.load(uart.save());
    other.start();

    other.expectLine(0, true);
    assertThat(other.read(MSR, 1)).isEqualTo(0x29);
    other.expectLine(0, false);
  }

  @Test
  void changes_are_refused_where_the_machine_type_does_not_have_them() {
    TestedComponent with = uart(1);
    with.write(MCR, 1, LOOP | 1);

    uart(0).expectRefused(with.save(), "uart16550/0.msrChanges");
  }

  @Test
  void a_section_of_version_1_has_no_changes() {
    SectionSchema<UartSection> schema = SectionSchema.of(UartSection.class);
    SectionForm former = new SectionForm(1, Set.of());
    UartSection state = new UartSection(8, 1, 3, LOOP, 0x5a, 24, false, false, 0, Bytes.utf8("ab"),
        new UartSection.Backlog(Bytes.utf8("")));
    Section section = new SectionCodec<>(schema, former).encode(0, state);
    TestedComponent uart = uart(1);
    uart.write(MCR, 1, LOOP);

    uart.load(section);
    uart.start();

    assertThat(section.version()).isEqualTo(1);
    assertThat(uart.read(MSR, 1)).isZero();
    assertThat(uart.read(0, 1)).isEqualTo('a');
  }

  @Test
  void version_1_has_no_place_for_changes() {
    SectionCodec<UartSection> former = new SectionCodec<>(SectionSchema.of(UartSection.class),
        new SectionForm(1, Set.of()));
    UartSection changed = new UartSection(8, 1, 3, LOOP, 0x5a, 24, false, false, 1, Bytes.utf8(""),
        new UartSection.Backlog(Bytes.utf8("")));

    assertThatThrownBy(() -> former.encode(0, changed)).isInstanceOf(NotInForm.class)
        .hasMessageContaining("msrChanges");
  }

  @Test
  void where_the_machine_type_does_not_have_it_no_change_is_told() {
    TestedComponent uart = uart(0);
    uart.write(IER, 1, 8);

    uart.write(MCR, 1, LOOP | 5);

    assertThat(uart.read(MSR, 1)).isEqualTo(0x60);
    assertThat(uart.read(IIR, 1)).isEqualTo(1);
    uart.expectNoEvent();
  }

  private TestedComponent uart(long changes) {
    return kit.device(new UartRegistration(), new DeviceSettings(1, Map.of("modem-status-changes", changes)));
  }
}
