package dev.kurki.conf.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.kurki.conf.input.BadInput;

/** The CPU time of processes and of threads, from {@code /proc/PID/stat} (proc(5)); it is as fine as 10 ms. */
public final class CpuTime {
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
  public static double secondsOf(List<Long> processes) {
    return processes.stream().mapToDouble(pid -> {
      Path stat = Path.of("/proc", pid.toString(), "stat");
      try {
        return parse(Files.readString(stat));
      } catch (IOException e) {
        throw new BadInput(stat + ": the process has ended while it was measured");
      }
    }).sum();
  }

  /**
   * The threads of a process whose name begins so. Linux keeps 15 characters of a name.
   *
   * @return their ids; none when the process is gone
   */
  public static List<Long> threads(long process, String prefix) {
    Path tasks = Path.of("/proc", Long.toString(process), "task");
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads.filter(thread -> {
        try {
          return Files.readString(thread.resolve("comm")).startsWith(prefix);
        } catch (IOException e) {
          return false;
        }
      }).map(thread -> Long.valueOf(thread.getFileName().toString())).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** The seconds that a thread has used so far; nothing when it is gone. */
  public static OptionalDouble secondsOfThread(long process, long thread) {
    try {
      return OptionalDouble.of(parse(Files.readString(
          Path.of("/proc", Long.toString(process), "task", Long.toString(thread), "stat"))));
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  static double parse(String stat) {
    List<String> fields = BLANK.splitAsStream(stat.substring(stat.lastIndexOf(')') + 1).strip()).toList();
    return (Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM))) / TICKS_PER_SECOND;
  }
}
