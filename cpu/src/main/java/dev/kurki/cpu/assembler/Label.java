package dev.kurki.cpu.assembler;

/** A place in a program; made by {@link Assembler#label} and placed once by {@link Assembler#place}. */
public final class Label {
  private static final int UNPLACED = -1;

  private final String name;
  private int offset = UNPLACED;

  Label(String name) {
    this.name = name;
  }

  void place(int at) {
    if (offset != UNPLACED) {
      throw new IllegalStateException("label " + name + " is placed twice");
    }
    offset = at;
  }

  /** Bytes from the program's start. */
  int offset() {
    if (offset == UNPLACED) {
      throw new IllegalStateException("label " + name + " is used and never placed");
    }
    return offset;
  }
}
