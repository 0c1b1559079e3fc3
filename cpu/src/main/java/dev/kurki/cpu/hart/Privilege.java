package dev.kurki.cpu.hart;

/** Privilege modes by their encoding (privileged specification, table 1.1). */
final class Privilege {
  static final int USER = 0;
  static final int SUPERVISOR = 1;
  static final int MACHINE = 3;

  private Privilege() {}
}
