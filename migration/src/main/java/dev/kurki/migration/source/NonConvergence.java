package dev.kurki.migration.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done when a guest changes its memory faster than it can be sent. */
public enum NonConvergence {
  /** The vCPUs whose pages change most rest for a growing part of the time, QEMU's auto-converge. */
  THROTTLE,
  /** Each vCPU is held to a rate of change that the network can follow, and to half of it the next time. */
  DIRTY_LIMIT,
  /** The downtime limit is doubled, up to the longest that is allowed. */
  RAMP_DOWNTIME,
  /** The guest is switched to the target, and pages follow; where the target can do that. */
  POSTCOPY,
  /** The guest is stopped for as long as it takes. */
  STOP,
  /** The machine stays where it is. */
  GIVE_UP;

  /** Its name in HOCON and on the command line, e.g. {@code ramp-downtime}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of that name, if there is one. */
  public static Optional<NonConvergence> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
