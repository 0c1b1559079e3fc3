package dev.kurki.conf.gdb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.kurki.cpu.hart.StopConditions;
import dev.kurki.cpu.hart.StopConditions.Watchpoint;

/** Where a debugger wants harts to stop, as the packets {@code Z} and {@code z} set and clear it (GDB manual, section E.2). */
final class DebuggerStops {
  private final Set<Long> breakpoints = new HashSet<>();
  private final List<Watchpoint> watchpoints = new ArrayList<>();

  /** What came of a packet. */
  enum Change {
    DONE,
    NOT_UNDERSTOOD,
    UNSUPPORTED
  }

  /** {@code type,address,kind}: types 0 and 1 are breakpoints, 2 to 4 watchpoints of so many bytes. */
  Change change(String packet, boolean set) {
    String[] parts = packet.split(",", -1);
    Optional<Long> address = parts.length < 3 ? Optional.empty() : Hex.number(parts[1]);
    Optional<Long> kind = parts.length < 3 ? Optional.empty() : Hex.number(parts[2].split(";", 2)[0]);
    if (address.isEmpty() || kind.isEmpty()) {
      return Change.NOT_UNDERSTOOD;
    }
    switch (parts[0]) {
      case "0", "1" -> {
        boolean _ = set ? breakpoints.add(address.get()) : breakpoints.remove(address.get());
      }
      case "2", "3", "4" -> {
        Watchpoint watchpoint = new Watchpoint(address.get(), Math.max(1, kind.get()), !parts[0].equals("2"),
            !parts[0].equals("3"));
        boolean _ = set ? watchpoints.add(watchpoint) : watchpoints.remove(watchpoint);
      }
      default -> {
        return Change.UNSUPPORTED;
      }
    }
    return Change.DONE;
  }

  /** As harts take it. */
  StopConditions conditions() {
    return new StopConditions(breakpoints, watchpoints);
  }

  /** How a stop reply calls the watchpoint that an access has met: {@code watch}, {@code rwatch} or {@code awatch}. */
  String watched(long address, boolean write) {
    Optional<Watchpoint> hit = watchpoints.stream()
        .filter(watchpoint -> write ? watchpoint.writes() : watchpoint.reads())
        .filter(watchpoint -> address < watchpoint.address() + watchpoint.bytes()
            && address + Long.BYTES > watchpoint.address())
        .findFirst();
    return hit.map(DebuggerStops::kind).orElse("watch");
  }

  private static String kind(Watchpoint watchpoint) {
    if (!watchpoint.writes()) {
      return "rwatch";
    }
    return watchpoint.reads() ? "awatch" : "watch";
  }
}
