package dev.kurki.conf.bench;

import java.util.OptionalDouble;

/**
 * One figure that is wanted, and how it came out: where several scenarios have it, in the worst of them.
 *
 * @param name for people
 * @param unit of the values
 * @param here Kurki's, empty where it was not measured
 * @param qemu QEMU's
 * @param must what it has to be at least or at most
 * @param aim what it is to be
 * @param judged which value {@code must} and {@code aim} speak of
 */
public record Figure(String name, String unit, OptionalDouble here, OptionalDouble qemu, double must, double aim,
    Judged judged) {
  /** What is held against the wish. */
  public enum Judged {
    /** Kurki's value, which is to be small. */
    VALUE,
    /** Kurki's value, which is to be large. */
    LARGE_VALUE,
    /** Kurki's value over QEMU's, which is to be large. */
    RATIO
  }

  /** How it came out. */
  public enum Result {
    /** As good as is wished for. */
    AIM("aim"),
    /** As good as it has to be. */
    MUST("must"),
    /** Not as good as that. */
    MISSED("NO"),
    /** Nothing to judge was measured. */
    NOT_MEASURED("not measured");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    /** For people. */
    public String word() {
      return word;
    }
  }

  /** Kurki's value over QEMU's, where both were measured. */
  public OptionalDouble ratio() {
    return here.isPresent() && qemu.isPresent() && qemu.getAsDouble() > 0
        ? OptionalDouble.of(here.getAsDouble() / qemu.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Whether it is met. */
  public Result result() {
    OptionalDouble value = judged == Judged.RATIO ? ratio() : here;
    if (value.isEmpty()) {
      return Result.NOT_MEASURED;
    }
    double sign = judged == Judged.VALUE ? 1 : -1;
    if (sign * value.getAsDouble() <= sign * aim) {
      return Result.AIM;
    }
    return sign * value.getAsDouble() <= sign * must ? Result.MUST : Result.MISSED;
  }
}
