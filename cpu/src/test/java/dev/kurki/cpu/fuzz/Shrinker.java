package dev.kurki.cpu.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.Instruction;

/**
 * Cuts a case down as long as it ends differently on two machines: whole fragments first, then instructions, registers,
 * CSRs and data. All cuts of one kind are tried in one run of each machine. What remains differs in the same way: by the
 * same two causes in the trap log, or where these agree in the same place of the arena.
 */
final class Shrinker {
  private static final int NOP = CaseGenerator.nop();
  private static final int C_NOP = 1;
  private static final int DATA_PIECE = 256;

  /** Something that can be taken out of a case. */
  private interface Cut {
    void apply(ByteBuffer arena);
  }

  private static final String ALIKE = "";

  private final String wanted;

  private final HartMachine machine;

  private Shrinker(HartMachine machine, String wanted) {
    this.machine = machine;
    this.wanted = wanted;
  }

  /** The smallest case found that still ends differently on a machine; the case itself if nothing can be left out. */
  static FuzzCase shrink(FuzzCase whole, HartMachine machine) {
    List<FuzzCase> here = machine.run(List.of(whole));
    String difference = QemuMachine.run(List.of(whole)).map(there -> difference(here.getFirst(), there.getFirst()))
        .orElse(ALIKE);
    Shrinker shrinker = new Shrinker(machine, difference);
    return difference.equals(ALIKE) ? whole : shrinker.shrunk(whole);
  }

  private FuzzCase shrunk(FuzzCase whole) {
    FuzzCase smallest = whole;
    while (true) {
      FuzzCase smaller = smallest;
      smaller = withoutAll(smaller, fragments());
      smaller = withoutAll(smaller, instructions(smaller));
      smaller = withoutAll(smaller, words(Layout.X + Long.BYTES, Layout.CSR_VALUES));
      smaller = withoutAll(smaller, data());
      if (smaller.mismatch(smallest) < 0) {
        return smallest;
      }
      smallest = smaller;
    }
  }

  /** Applies those cuts, together if that works and else one half after the other. */
  private FuzzCase withoutAll(FuzzCase from, List<Cut> cuts) {
    FuzzCase smallest = from;
    List<List<Cut>> groups = new ArrayList<>(List.of(cuts));
    while (!groups.isEmpty()) {
      List<List<Cut>> tried = groups;
      FuzzCase base = smallest;
      List<FuzzCase> candidates = tried.stream().map(group -> cut(base, group)).toList();
      List<Boolean> differs = differ(candidates);
      List<Cut> kept = new ArrayList<>();
      List<List<Cut>> next = new ArrayList<>();
      for (int i = 0; i < tried.size(); i++) {
        List<Cut> group = tried.get(i);
        if (differs.get(i)) {
          kept.addAll(group);
        } else if (group.size() > 1) {
          next.add(group.subList(0, group.size() / 2));
          next.add(group.subList(group.size() / 2, group.size()));
        }
      }
      // Cuts that work one by one may not work together; then only the first group's do for sure.
      FuzzCase together = cut(base, kept);
      if (differ(List.of(together)).getFirst()) {
        smallest = together;
      } else {
        int first = differs.indexOf(true);
        smallest = cut(base, tried.get(first));
        IntStream.range(first + 1, tried.size()).filter(differs::get).forEach(i -> next.add(tried.get(i)));
      }
      groups = next;
    }
    return smallest;
  }

  private static FuzzCase cut(FuzzCase from, List<Cut> cuts) {
    byte[] arena = from.toArray();
    ByteBuffer view = ByteBuffer.wrap(arena).order(ByteOrder.LITTLE_ENDIAN);
    cuts.forEach(cut -> cut.apply(view));
    return new FuzzCase(arena);
  }

  /** Which cases end differently; those on which a machine does not come to an end do not count. */
  private List<Boolean> differ(List<FuzzCase> cases) {
    if (cases.size() > Layout.MAX_CASES) {
      List<Boolean> all = new ArrayList<>(differ(cases.subList(0, Layout.MAX_CASES)));
      all.addAll(differ(cases.subList(Layout.MAX_CASES, cases.size())));
      return all;
    }
    Optional<List<FuzzCase>> outcomes = machine.tryRun(cases);
    Optional<List<FuzzCase>> others = outcomes.isEmpty() ? Optional.empty() : QemuMachine.run(cases);
    if (outcomes.isPresent() && others.isPresent()) {
      return IntStream.range(0, cases.size())
          .mapToObj(i -> difference(outcomes.get().get(i), others.get().get(i)).equals(wanted)).toList();
    }
    if (cases.size() == 1) {
      return List.of(false);
    }
    List<Boolean> halves = new ArrayList<>(differ(cases.subList(0, cases.size() / 2)));
    halves.addAll(differ(cases.subList(cases.size() / 2, cases.size())));
    return halves;
  }

  /** How two outcomes differ, in so few words that smaller cases can differ the same way. */
  private static String difference(FuzzCase here, FuzzCase there) {
    int entry = CaseText.differingTrap(here, there);
    if (entry < Layout.FRAGMENTS) {
      return "causes " + here.trap(entry).getLong(Long.BYTES) + " and " + there.trap(entry).getLong(Long.BYTES);
    }
    int mismatch = here.mismatch(there);
    return mismatch < 0 ? ALIKE : "offset " + mismatch;
  }

  private static List<Cut> fragments() {
    return IntStream.range(0, Layout.FRAGMENTS).<Cut>mapToObj(i -> arena -> {
      int start = Layout.CODE + i * Layout.FRAGMENT_BYTES;
      for (int at = start; at < start + Layout.FRAGMENT_BYTES; at += Integer.BYTES) {
        arena.putInt(at, Instruction.ECALL.match());
      }
    }).toList();
  }

  private static List<Cut> instructions(FuzzCase of) {
    List<Cut> cuts = new ArrayList<>();
    ByteBuffer view = of.view();
    for (int start = Layout.CODE; start < Layout.CODE
        + Layout.FRAGMENTS * Layout.FRAGMENT_BYTES; start += Layout.FRAGMENT_BYTES) {
      int at = start;
      while (at <= start + Layout.FRAGMENT_BYTES - Integer.BYTES) {
        int place = at;
        int word = view.getInt(at);
        if (Compressed.isCompressed(word & 0xffff)) {
          if ((word & 0xffff) != C_NOP) {
            cuts.add(arena -> arena.putShort(place, (short) C_NOP));
          }
          at += Short.BYTES;
        } else {
          if (word != NOP && word != Instruction.ECALL.match()) {
            cuts.add(arena -> arena.putInt(place, NOP));
          }
          at += Integer.BYTES;
        }
      }
    }
    return cuts;
  }

  private static List<Cut> words(int from, int to) {
    return IntStream.range(0, (to - from) / Long.BYTES)
        .<Cut>mapToObj(i -> arena -> arena.putLong(from + i * Long.BYTES, 0)).toList();
  }

  private static List<Cut> data() {
    return IntStream.range(0, (Layout.TABLES - Layout.SUBROUTINES) / DATA_PIECE)
        .<Cut>mapToObj(
            i -> arena -> arena.put(Layout.SUBROUTINES + i * DATA_PIECE, new byte[DATA_PIECE]))
        .toList();
  }
}
