package dev.kurki.cpu.hart;

/** Exception and interrupt causes (privileged specification, table 3.6). */
final class Cause {
  static final int FETCH_ACCESS_FAULT = 1;
  static final int ILLEGAL_INSTRUCTION = 2;
  static final int BREAKPOINT = 3;
  static final int LOAD_ADDRESS_MISALIGNED = 4;
  static final int LOAD_ACCESS_FAULT = 5;
  static final int STORE_ADDRESS_MISALIGNED = 6;
  static final int STORE_ACCESS_FAULT = 7;
  /** Of U-mode; the other modes' calls follow by their encoding. */
  static final int ECALL = 8;
  static final int FETCH_PAGE_FAULT = 12;
  static final int LOAD_PAGE_FAULT = 13;
  static final int STORE_PAGE_FAULT = 15;

  static final int SUPERVISOR_SOFTWARE = 1;
  static final int MACHINE_SOFTWARE = 3;
  static final int SUPERVISOR_TIMER = 5;
  static final int MACHINE_TIMER = 7;
  static final int SUPERVISOR_EXTERNAL = 9;
  static final int MACHINE_EXTERNAL = 11;

  private Cause() {}
}
