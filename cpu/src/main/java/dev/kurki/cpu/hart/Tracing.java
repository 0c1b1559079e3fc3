package dev.kurki.cpu.hart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.kurki.cpu.hart.RegisterName.File;
import dev.kurki.cpu.hart.TraceEvent.Change;
import dev.kurki.cpu.hart.TraceEvent.Executed;
import dev.kurki.cpu.hart.TraceEvent.Trapped;

/** Tells of every instruction of one hart, by comparing its registers before and after. */
final class Tracing {
  private final HartState state;
  private final Consumer<TraceEvent> trace;
  private final long[] x = new long[32];
  private final long[] f = new long[32];
  private long pc;
  private long retired;
  private int privilege;

  Tracing(HartState state, Consumer<TraceEvent> trace) {
    this.state = state;
    this.trace = trace;
  }

  /** An instruction is about to be executed. */
  void begin() {
    System.arraycopy(state.x, 0, x, 0, x.length);
    System.arraycopy(state.f, 0, f, 0, f.length);
    pc = state.pc;
    retired = state.retired;
    privilege = state.privilege;
  }

  /** The instruction was retired. */
  void end(int bits) {
    List<Change> changes = new ArrayList<>();
    add(changes, File.X, x, state.x);
    add(changes, File.F, f, state.f);
    trace.accept(new Executed(state.hartId(), retired, privilege, pc, bits, changes));
  }

  /** A trap is about to be taken. */
  void trap(long cause, long value) {
    trace.accept(new Trapped(state.hartId(), state.retired, state.privilege, state.pc, cause, value));
  }

  private static void add(List<Change> changes, File file, long[] before, long[] after) {
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        changes.add(new Change(new RegisterName(file, i), after[i]));
      }
    }
  }
}
