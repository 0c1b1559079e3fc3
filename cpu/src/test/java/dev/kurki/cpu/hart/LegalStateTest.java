package dev.kurki.cpu.hart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;

import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegalStateTest {
  private final HartBench bench = new HartBench();
  private final HartSection valid = bench.hart().save();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({"pc, 0x80000001", "resetPc, 1", "privilege, 2", "retired, -1", "retired, 0x7fffffffffffffff",
      "mstatus, 0", "mstatus, 0xa00001000",
      "mstatus, 0x8000000a00000000", "medeleg, 0x800", "mideleg, 0x8", "mie, 0x1", "mip, 0x8", "mtvec, 2", "stvec, 2",
      "mepc, 1", "sepc, 1", "mcountinhibit, 2", "menvcfg, 2", "menvcfg, 0x20", "senvcfg, 0x8000000000000000",
      "senvcfg, 0x20", "satp, 0x1000000000000000", "satp, 0xf000000000000000", "satp, 0x8000100000000000"})
  void a_value_that_no_hart_can_have_is_refused_and_changes_nothing(String field, String value) {
    HartSection hostile = with(valid, field, Long.parseUnsignedLong(
        value.startsWith("-") ? Long.toUnsignedString(Long.parseLong(value)) : value.replace("0x", ""),
        value.startsWith("0x") ? 16 : 10));

    assertRefused(hostile, field);
  }

  @Test
  void a_supervisor_timer_of_software_is_refused_where_sstc_has_one_of_its_own() {
    HartSection bySoftware = with(valid, "mip", 1L << Cause.SUPERVISOR_TIMER);

    bench.hart().load(bySoftware);
    assertThat(bench.hart().save()).isEqualTo(bySoftware);
    bench.hart().load(valid);

    assertRefused(with(bySoftware, "menvcfg", Envcfg.STCE), "mip");
  }

  @Test
  void a_register_x0_that_is_not_zero_is_refused() {
    long[] x = new long[32];
    x[0] = 5;

    assertRefused(with(valid, "x", Longs.of(x)), "x[0]");
  }

  @Test
  void protection_of_reserved_encodings_and_of_more_than_56_bits_is_refused() {
    byte[] cfg = new byte[Pmp.ENTRIES];
    cfg[3] = 2;
    byte[] bits = new byte[Pmp.ENTRIES];
    bits[0] = 0x40;
    long[] addresses = new long[Pmp.ENTRIES];
    addresses[15] = 1L << 54;

    assertRefused(with(valid, "pmpcfg", Bytes.of(cfg)), "pmpcfg[3]");
    assertRefused(with(valid, "pmpcfg", Bytes.of(bits)), "pmpcfg[0]");
    assertRefused(with(valid, "pmpaddr", Longs.of(addresses)), "pmpaddr[15]");
  }

  private void assertRefused(HartSection hostile, String field) {
    assertThatThrownBy(() -> bench.hart().load(hostile)).isInstanceOf(InconsistentState.class)
        .hasMessageStartingWith(field + ":");
    assertThat(bench.hart().save()).isEqualTo(valid);
  }

  /** The section with another value of a field. */
  private static HartSection with(HartSection section, String field, Object value) {
    RecordComponent[] components = HartSection.class.getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        Object old = components[i].getAccessor().invoke(section);
        boolean other = components[i].getName().equals(field);
        values[i] = !other
            ? old
            : old instanceof Integer && value instanceof Long number ? (Object) number.intValue() : value;
      }
      return HartSection.class.getDeclaredConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
