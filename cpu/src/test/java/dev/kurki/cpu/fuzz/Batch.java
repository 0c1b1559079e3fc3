package dev.kurki.cpu.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some cases as they stand in RAM, and what a machine has made of them. */
final class Batch {
  private Batch() {}

  /** RAM from its start to the end of the last case. */
  static byte[] image(List<FuzzCase> cases) {
    if (cases.size() > Layout.MAX_CASES) {
      throw new IllegalArgumentException(cases.size() + " cases do not fit");
    }
    byte[] monitor = Monitor.program(cases.size()).image().toArray();
    if (monitor.length > Layout.VARIABLES - Layout.RAM) {
      throw new IllegalStateException("the monitor has " + monitor.length + " bytes");
    }
    byte[] ram = Arrays.copyOf(monitor, offset(cases.size()));
    for (int i = 0; i < cases.size(); i++) {
      System.arraycopy(cases.get(i).toArray(), 0, ram, offset(i), Layout.ARENA_BYTES);
    }
    return ram;
  }

  /** The arenas in RAM. */
  static List<FuzzCase> cases(byte[] ram, int count) {
    List<FuzzCase> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(new FuzzCase(Arrays.copyOfRange(ram, offset(i), offset(i + 1))));
    }
    return cases;
  }

  private static int offset(int index) {
    return (int) (Layout.CASES - Layout.RAM) + index * Layout.ARENA_BYTES;
  }
}
