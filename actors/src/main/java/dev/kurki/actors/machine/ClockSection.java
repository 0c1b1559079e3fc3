package dev.kurki.actors.machine;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;

/**
 * The state of a machine's clock.
 *
 * @param guestNanos guest time since power-on in nanoseconds
 * @param stoppedWallNanos when it was stopped, in nanoseconds since the epoch
 */
@SavedState(id = "clock")
record ClockSection(@Field(min = 0, max = ClockSection.LAST_NANOS) long guestNanos,
    @Field(min = 0, max = ClockSection.LAST_NANOS) long stoppedWallNanos) {
  /** The last moment that it tells: 146 years. */
  static final long LAST_NANOS = Long.MAX_VALUE / 2;
}
