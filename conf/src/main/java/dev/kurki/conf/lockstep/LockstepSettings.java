package dev.kurki.conf.lockstep;

import dev.kurki.cpu.translate.Translator;
import java.time.Duration;

/**
 * How two machines are run side by side.
 *
 * @param step after how many instructions they are compared, traps counted, from 1
 * @param timeout after how long they are ended, zero for never
 * @param translator makes JVM code for one of them
 */
public record LockstepSettings(long step, Duration timeout, Translator translator) {
  /** The step where nobody has asked for another. */
  public static final long STEP = 1000;
  /** How often an instruction is jumped to before its region is made: what is warm in a machine of one's own is to be compared here. */
  private static final int THRESHOLD = 50;

  /** Throws {@link IllegalArgumentException} for a step that goes nowhere. */
  public LockstepSettings {
    if (step < 1) {
      throw new IllegalArgumentException("a step is one instruction or more, not " + step);
    }
  }

  /** The translator that regions come from at once, so that each run is the same. */
  public static Translator translatorOfAll() {
    return Translator.immediate(THRESHOLD);
  }
}
