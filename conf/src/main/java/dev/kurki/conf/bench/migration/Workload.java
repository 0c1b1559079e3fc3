package dev.kurki.conf.bench.migration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the measured guest does with its RAM. */
public enum Workload {
  /** All of its RAM is touched and stays zero. */
  ZERO("zero", 0),
  /** All of its RAM is filled with random data and stays as it is. */
  INCOMPRESSIBLE("incompressible", 0),
  /** All of its RAM is filled with random words, each of which stands there four times. */
  COMPRESSIBLE("compressible", 0),
  /** Random data again, and 50 MB of pages are changed in a second of the guest's clock. */
  DIRTY_50("dirty-50", 50),
  /** 200 MB in a second. */
  DIRTY_200("dirty-200", 200),
  /** 800 MB in a second. */
  DIRTY_800("dirty-800", 800);

  private static final int PAGE_BYTES = 4096;

  private final String word;
  private final int megabytesPerSecond;

  Workload(String word, int megabytesPerSecond) {
    this.word = word;
    this.megabytesPerSecond = megabytesPerSecond;
  }

  /** The name on the command line and in the results. */
  public String word() {
    return word;
  }

  /** The one of that name. */
  public static Optional<Workload> of(String word) {
    return Arrays.stream(values()).filter(workload -> workload.word.equals(word)).findFirst();
  }

  /** All names. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Workload::word).toList();
  }

  /** How often each random word stands in RAM, one behind the other; 0 where RAM stays zero. */
  int likeWords() {
    return switch (this) {
      case ZERO -> 0;
      case COMPRESSIBLE -> 4;
      case INCOMPRESSIBLE, DIRTY_50, DIRTY_200, DIRTY_800 -> 1;
    };
  }

  /** How many pages are changed in a millisecond of the guest's clock. */
  int pagesPerMilli() {
    return Math.round(megabytesPerSecond * 1000f / PAGE_BYTES);
  }
}
