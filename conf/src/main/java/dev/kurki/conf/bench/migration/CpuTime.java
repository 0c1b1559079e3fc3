package dev.kurki.conf.bench.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.kurki.conf.input.BadInput;

/** The CPU time of processes, from {@code /proc/PID/stat} (proc(5)); it is as fine as 10 ms. */
final class CpuTime {
  /** {@code utime} and {@code stime} are counted in ticks of 1/100 s on every Linux that runs a JVM. */
  private static final double TICKS_PER_SECOND = 100;
  /** Their places behind the command's name, which stands in parentheses and may hold anything. */
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  private static final Pattern BLANK = Pattern.compile(" ");

  private CpuTime() {}

  /**
   * The seconds that processes have used so far, in user and in system mode, all of their threads.
   *
   * @throws BadInput when one of them is gone
   */
  static double secondsOf(List<Long> processes) {
    return processes.stream().mapToDouble(pid -> {
      Path stat = Path.of("/proc", pid.toString(), "stat");
      try {
        return parse(Files.readString(stat));
      } catch (IOException e) {
        throw new BadInput(stat + ": the process has ended while it was measured");
      }
    }).sum();
  }

  static double parse(String stat) {
    List<String> fields = BLANK.splitAsStream(stat.substring(stat.lastIndexOf(')') + 1).strip()).toList();
    return (Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM))) / TICKS_PER_SECOND;
  }
}
