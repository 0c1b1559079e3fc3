package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import java.util.function.Consumer;

import dev.kurki.actors.component.InconsistentState;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.hart.RegisterName.File;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What machine mode lets lower modes use by {@code mstateen}, and harts that have only a part of that or nothing. */
class StateEnableTest {
  private HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({"0, c000000000000000", "1, 8000000000000000", "2, 8000000000000000", "3, 8000000000000000"})
  void an_mstateen_is_zero_at_first_and_keeps_the_bits_of_what_the_hart_has(int index, String kept) {
    int csr = Csr.MSTATEEN0.number() + index;

    bench.runIn(Privilege.MACHINE, p -> {}, p -> {
      p.li(T0, -1);
      access(p, Instruction.CSRRW, A0, csr, T0);
      access(p, Instruction.CSRRW, A1, csr, ZERO);
    });

    assertThat(bench.hart().register(10)).isZero();
    assertThat(Long.toHexString(bench.hart().register(11))).isEqualTo(kept);
    assertThat(debugged(csr)).hasValue(0);
  }

  @Test
  void a_reset_takes_back_what_was_enabled() {
    bench.runIn(Privilege.MACHINE, StateEnableTest::enableAll, p -> {});

    bench.hart().reset();

    assertThat(debugged(Csr.MSTATEEN0.number())).hasValue(0);
    assertThat(debugged(Csr.MSTATEEN0.number() + 3)).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void an_sstateen_is_the_supervisors_where_bit_63_of_its_mstateen_is_set(int index) {
    Consumer<Assembler> read = p -> access(p, Instruction.CSRRS, A0, Csr.SSTATEEN0.number() + index, ZERO);

    bench.runIn(Privilege.SUPERVISOR, p -> enable(p, index, StateEnable.SE), read);
    assertThat(cause()).isEqualTo(Cause.ECALL + 1);

    bench = hart("rv64imafdc_smstateen");
    bench.runIn(Privilege.SUPERVISOR, p -> {
      enableAll(p);
      enable(p, index, ~StateEnable.SE);
    }, read);
    assertThat(cause()).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void an_sstateen_has_no_bit_to_set_whatever_is_enabled(int index) {
    int csr = Csr.SSTATEEN0.number() + index;

    bench.runIn(Privilege.SUPERVISOR, StateEnableTest::enableAll, p -> {
      p.li(T0, -1);
      access(p, Instruction.CSRRW, ZERO, csr, T0);
      access(p, Instruction.CSRRS, A0, csr, ZERO);
    });

    assertThat(bench.hart().register(10)).isZero();
    assertThat(cause()).isEqualTo(Cause.ECALL + 1);
  }

  /** The mode, whether ENVCFG is set, and whether {@code senvcfg} can be read and written then. */
  @ParameterizedTest
  @CsvSource({"1, true, true", "1, false, false", "3, false, true", "0, true, false"})
  void senvcfg_is_the_supervisors_where_bit_62_of_mstateen0_is_set(int mode, boolean enabled, boolean allowed) {
    bench.runIn(mode, p -> enable(p, 0, enabled ? StateEnable.ENVCFG : ~StateEnable.ENVCFG),
        p -> p.csr(Instruction.CSRRS, A0, Csr.SENVCFG, ZERO).li(T0, Envcfg.FIOM)
            .csr(Instruction.CSRRW, ZERO, Csr.SENVCFG, T0));

    assertThat(cause()).isEqualTo(allowed ? Cause.ECALL + mode : Cause.ILLEGAL_INSTRUCTION);
    assertThat(bench.hart().save().senvcfg()).isEqualTo(allowed ? Envcfg.FIOM : 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 30c", "1, 30f", "0, 30c", "0, 10c", "0, 10f"})
  void a_lower_mode_does_not_see_the_registers_of_a_higher_one(int mode, String number) {
    bench.runIn(mode, StateEnableTest::enableAll,
        p -> access(p, Instruction.CSRRS, A0, Integer.parseInt(number, 16), ZERO));

    assertThat(cause()).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30c", "30d", "30e", "30f", "10c", "10d", "10e", "10f"})
  void a_hart_without_the_extension_has_none_of_the_registers(String number) {
    int csr = Integer.parseInt(number, 16);
    bench = hart("rv64imafdc");

    bench.runIn(Privilege.MACHINE, p -> {}, p -> access(p, Instruction.CSRRS, A0, csr, ZERO));

    assertThat(cause()).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    assertThat(debugged(csr)).isEmpty();
    assertThat(bench.hart().debugger().write(new RegisterName(File.CSR, csr), -1)).isFalse();
  }

  @Test
  void a_hart_without_the_extension_leaves_senvcfg_to_its_supervisor() {
    bench = hart("rv64imafdc");

    bench.runIn(Privilege.SUPERVISOR, p -> {}, p -> p.csr(Instruction.CSRRS, A0, Csr.SENVCFG, ZERO));

    assertThat(cause()).isEqualTo(Cause.ECALL + 1);
  }

  @Test
  void ssstateen_alone_gives_the_supervisor_its_registers_and_machine_mode_none() {
    bench = hart("rv64imafdc_ssstateen");

    bench.runIn(Privilege.SUPERVISOR, p -> {},
        p -> access(p, Instruction.CSRRS, A0, Csr.SSTATEEN0.number() + 2, ZERO));

    assertThat(cause()).isEqualTo(Cause.ECALL + 1);
    assertThat(debugged(Csr.MSTATEEN0.number())).isEmpty();
  }

  @Test
  void what_is_enabled_comes_back_from_the_section() {
    bench.runIn(Privilege.MACHINE, p -> enable(p, 2, StateEnable.SE), p -> {});
    HartSection saved = bench.hart().save();
    bench = hart("rv64imafdc_smstateen");

    bench.hart().load(saved);

    assertThat(saved.stateEnable().needed()).isTrue();
    assertThat(debugged(Csr.MSTATEEN0.number() + 2)).hasValue(StateEnable.SE);
    assertThat(bench.hart().save()).isEqualTo(saved);
  }

  @Test
  void nothing_of_it_is_saved_while_nothing_is_enabled() {
    assertThat(bench.hart().save().stateEnable().needed()).isFalse();
    bench.runIn(Privilege.MACHINE, StateEnableTest::enableAll, p -> enable(p, 0, 0));
    assertThat(bench.hart().save().stateEnable().needed()).isTrue();

    bench.hart().reset();

    assertThat(bench.hart().save().stateEnable().needed()).isFalse();
  }

  /** Extensions of the hart that is to take a state with bit 62 of a word set, and the word. */
  @ParameterizedTest
  @CsvSource({"rv64imafdc, 0", "rv64imafdc_ssstateen, 0", "rv64imafdc_smstateen, 1"})
  void a_hart_refuses_what_it_does_not_have_and_stays_as_it_was(String isa, int index) {
    bench = hart(isa);
    HartSection before = bench.hart().save();
    long[] words = new long[StateEnable.REGISTERS];
    words[index] = StateEnable.ENVCFG;
    HartState other = new HartState(new HartSettings(InstructionSet.full(), 0, HartBench.RAM + 4, 0, 0));
    System.arraycopy(words, 0, other.mstateen, 0, words.length);

    assertThatThrownBy(() -> bench.hart().load(other.save())).isInstanceOf(InconsistentState.class)
        .hasMessageContaining("stateEnable.mstateen[" + index + "]");

    assertThat(bench.hart().save()).isEqualTo(before);
  }

  @Test
  void ssstateen_comes_with_smstateen() {
    assertThat(InstructionSet.parse("rv64imafdc_smstateen").isa()).endsWith("_smstateen_ssstateen");
  }

  private HartBench hart(String isa) {
    bench.close();
    return new HartBench(InstructionSet.parse(isa));
  }

  private static void enableAll(Assembler p) {
    for (int index = 0; index < StateEnable.REGISTERS; index++) {
      enable(p, index, -1);
    }
  }

  private static void enable(Assembler p, int index, long bits) {
    access(p.li(T0, bits), Instruction.CSRRW, ZERO, Csr.MSTATEEN0.number() + index, T0);
  }

  /** An access of a register of a run, by its own number. */
  private static void access(Assembler p, Instruction row, Register rd, int csr, Register rs1) {
    p.word(Encoder.immediate(row, rd.number(), rs1.number(), csr));
  }

  private long cause() {
    return bench.hart().register(12);
  }

  private OptionalLong debugged(int csr) {
    return bench.hart().debugger().read(new RegisterName(File.CSR, csr));
  }
}
