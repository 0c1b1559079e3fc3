package dev.kurki.cpu.assembler;

/** The floating-point registers by their ABI names, in the order of their numbers. */
public enum FloatRegister {
  FT0,
  FT1,
  FT2,
  FT3,
  FT4,
  FT5,
  FT6,
  FT7,
  FS0,
  FS1,
  FA0,
  FA1,
  FA2,
  FA3,
  FA4,
  FA5,
  FA6,
  FA7,
  FS2,
  FS3,
  FS4,
  FS5,
  FS6,
  FS7,
  FS8,
  FS9,
  FS10,
  FS11,
  FT8,
  FT9,
  FT10,
  FT11;

  /** The number, 0 to 31. */
  public int number() {
    return ordinal();
  }
}
