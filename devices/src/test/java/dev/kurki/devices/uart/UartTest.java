package dev.kurki.devices.uart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UartTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_written_byte_is_transmitted() {
    TestedComponent uart = kit.device(new UartRegistration());

    uart.write(0, 1, 'h');
    uart.write(0, 1, 'i');

    uart.expectTransmitted("hi");
  }

  @Test
  void received_bytes_raise_the_line_until_they_are_read() {
    TestedComponent uart = kit.device(new UartRegistration());
    uart.write(1, 1, 1);

    uart.receive("ab");

    uart.expectLine(0, true);
    assertThat(uart.read(2, 1)).isEqualTo(0x04);
    assertThat(uart.read(5, 1)).isEqualTo(0x61);
    assertThat(uart.read(0, 1)).isEqualTo('a');
    assertThat(uart.read(0, 1)).isEqualTo('b');
    uart.expectLine(0, false);
    assertThat(uart.read(5, 1)).isEqualTo(0x60);
  }

  @Test
  void an_empty_transmitter_interrupts_once_and_again_after_the_next_byte() {
    TestedComponent uart = kit.device(new UartRegistration());

    uart.write(1, 1, 2);
    uart.expectLine(0, true);
    assertThat(uart.read(2, 1)).isEqualTo(0x02);
    uart.expectLine(0, false);
    uart.write(0, 1, 'x');

    uart.expectLine(0, true);
  }

  @Test
  void the_divisor_is_behind_dlab_and_the_scratch_register_keeps_its_byte() {
    TestedComponent uart = kit.device(new UartRegistration());
    uart.write(3, 1, 0x83);
    uart.write(0, 1, 0x34);
    uart.write(1, 1, 0x12);
    uart.write(7, 1, 0x5a);

    assertThat(uart.read(0, 1)).isEqualTo(0x34);
    assertThat(uart.read(1, 1)).isEqualTo(0x12);
    assertThat(uart.read(7, 1)).isEqualTo(0x5a);
    uart.write(3, 1, 3);
    assertThat(uart.read(1, 1)).isZero();
  }

  @Test
  void a_byte_in_loop_back_comes_in_again() {
    TestedComponent uart = kit.device(new UartRegistration());
    uart.write(4, 1, 0x10);

    uart.write(0, 1, 'q');

    assertThat(uart.read(0, 1)).isEqualTo('q');
    uart.expectNoEvent();
  }

  @Test
  void a_line_typed_ahead_comes_back_from_its_section_whole() {
    TestedComponent uart = kit.device(new UartRegistration());
    uart.receive("a line longer than the FIFO is");

    uart.expectRoundTrip();

    StringBuilder read = new StringBuilder();
    while ((uart.read(5, 1) & 1) != 0) {
      read.append((char) uart.read(0, 1));
    }
    assertThat(read).hasToString("a line longer than the FIFO is");
  }

  @Test
  void a_backlog_behind_a_fifo_with_room_is_refused() {
    TestedComponent uart = kit.device(new UartRegistration());
    UartSection contradictory = new UartSection(0, 0, 0, 0, 0, 24, false, false, 0, Bytes.utf8("ab"),
        new UartSection.Backlog(Bytes.utf8("c")));

    uart.expectRefused(new SectionCodec<>(SectionSchema.of(UartSection.class)).encode(0, contradictory),
        "uart16550/0.receiveFifo");
  }
}
