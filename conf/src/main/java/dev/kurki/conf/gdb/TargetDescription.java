package dev.kurki.conf.gdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.kurki.cpu.hart.RegisterName;
import dev.kurki.cpu.hart.RegisterName.File;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * The registers by GDB's numbers (GDB manual, section G.5.12): integer registers from 0, {@code pc} 32, floating point from 33,
 * CSRs from 65 by their own numbers, and behind them the privilege mode.
 */
final class TargetDescription {
  static final int PC = 32;
  private static final int FIRST_F = 33;
  private static final int FIRST_CSR = 65;
  private static final int CSR_COUNT = 4096;
  private static final int PRIVILEGE = FIRST_CSR + CSR_COUNT;
  private static final List<Csr> FLOATING_POINT = List.of(Csr.FFLAGS, Csr.FRM, Csr.FCSR);
  private static final String[] X = ("zero ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 "
      + "s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6").split(" ", -1);
  private static final String[] F = ("ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 "
      + "fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11").split(" ", -1);

  private TargetDescription() {}

  /** The register of a number, if there is one. */
  static Optional<RegisterName> register(int number) {
    if (number < 0 || number > PRIVILEGE) {
      return Optional.empty();
    } else if (number < PC) {
      return Optional.of(new RegisterName(File.X, number));
    } else if (number == PC) {
      return Optional.of(new RegisterName(File.PC, 0));
    } else if (number < FIRST_CSR) {
      return Optional.of(new RegisterName(File.F, number - FIRST_F));
    }
    return Optional.of(number == PRIVILEGE
        ? new RegisterName(File.PRIVILEGE, 0)
        : new RegisterName(File.CSR, number - FIRST_CSR));
  }

  /** The registers that one {@code g} packet has. */
  static List<RegisterName> general() {
    List<RegisterName> names = new ArrayList<>();
    IntStream.rangeClosed(0, PC).forEach(number -> register(number).ifPresent(names::add));
    return names;
  }

  /** The document {@code target.xml}, which GDB reads in parts, with the CSRs that harts with these extensions have. */
  static String xml(InstructionSet isa) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target>"
        + "<architecture>riscv:rv64</architecture><feature name=\"org.gnu.gdb.riscv.cpu\">");
    for (int i = 0; i < X.length; i++) {
      add(xml, X[i], i, "int");
    }
    add(xml, "pc", PC, "code_ptr");
    xml.append("</feature><feature name=\"org.gnu.gdb.riscv.fpu\"><union id=\"riscv_double\">"
        + "<field name=\"float\" type=\"ieee_single\"/><field name=\"double\" type=\"ieee_double\"/></union>");
    for (int i = 0; i < F.length; i++) {
      add(xml, F[i], FIRST_F + i, "riscv_double");
    }
    FLOATING_POINT.forEach(csr -> add(xml, name(csr, 0), FIRST_CSR + csr.number(), "int"));
    xml.append("</feature><feature name=\"org.gnu.gdb.riscv.csr\">");
    for (int number = 0; number < CSR_COUNT; number++) {
      int shown = number;
      Csr.of(number).filter(csr -> !FLOATING_POINT.contains(csr) && isa.has(csr.extension()))
          .ifPresent(csr -> add(xml, name(csr, shown - csr.number()), FIRST_CSR + shown, "int"));
    }
    xml.append("</feature><feature name=\"org.gnu.gdb.riscv.virtual\">");
    add(xml, "priv", PRIVILEGE, "int");
    return xml.append("</feature></target>").toString();
  }

  private static void add(StringBuilder xml, String name, int number, String type) {
    xml.append("<reg name=\"").append(name).append("\" bitsize=\"64\" type=\"").append(type).append("\" regnum=\"")
        .append(number).append("\"/>");
  }

  /** The name of a CSR; a row that stands for a run has the number of its first in its name. */
  private static String name(Csr csr, int offset) {
    String name = csr.name().toLowerCase(Locale.ROOT);
    if (offset == 0) {
      return name;
    }
    int digits = name.length();
    while (Character.isDigit(name.charAt(digits - 1))) {
      digits--;
    }
    return name.substring(0, digits) + (Integer.parseInt(name.substring(digits)) + offset);
  }
}
