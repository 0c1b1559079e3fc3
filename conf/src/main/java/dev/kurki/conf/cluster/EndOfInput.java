package dev.kurki.conf.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;

/**
 * The end of an input that another process holds open and never writes to: it comes when that process is gone, even if it was
 * killed, as the kernel closes a pipe whose writer has ended.
 */
public final class EndOfInput {
  /**
   * Where a node's file says that the node ends with its standard input. It is none of {@code kurki.node}, of which a release
   * takes only the keys that it knows.
   */
  public static final String SETTING = "kurki.process.ends-with-input";
  private static final String KEY = "ends-with-input";

  private EndOfInput() {}

  /**
   * Whether a node's process ends with its standard input.
   *
   * @throws BadInput when the configuration is not of the form that reference.conf describes
   */
  public static boolean isEndOfProcess(Config config) {
    return Settings.at(config, "kurki.process").expectKeys(Set.of(KEY)).flag(KEY);
  }

  /** Does something, once, when an input is at its end or cannot be read any more; what comes before is read and forgotten. */
  public static void then(InputStream input, Runnable what) {
    Thread _ = Thread.ofPlatform().daemon().name("end-of-input").start(() -> {
      try {
        input.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // There is nobody to read from either.
      }
      what.run();
    });
  }
}
