package com.example.lamps;

import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;

/**
 * What a lamp saves. Version 1 had its level alone; a lamp of version 2 may be warm, and may be about to go out.
 *
 * @param level how bright it is, in percent
 * @param warm whether its light is warm
 * @param fading whether and when it goes out by itself
 */
@SavedState(id = "lamp", owner = "lamps", version = 2)
record LampSection(@Field(min = 0, max = 100) int level, @Field(since = 2, absent = "false") boolean warm,
    Fading fading) {
  /** A lamp after power-on: dark. */
  static final LampSection DARK = new LampSection(0, false, Fading.NEVER);

  /**
   * When it goes out.
   *
   * @param offAtNanos guest time since power-on; {@link DevicePorts#NO_ALARM} for never
   */
  @Subsection(predicate = "it is to go out by itself")
  record Fading(@Field(min = 0, absent = "9223372036854775807") long offAtNanos) implements SubsectionState {
    static final Fading NEVER = new Fading(DevicePorts.NO_ALARM);

    @Override
    public boolean needed() {
      return offAtNanos != DevicePorts.NO_ALARM;
    }
  }

  LampSection withLevel(int percent) {
    return new LampSection(percent, warm, fading);
  }

  LampSection withWarmth(boolean isWarm) {
    return new LampSection(level, isWarm, fading);
  }

  LampSection offAt(long nanos) {
    return new LampSection(level, warm, new Fading(nanos));
  }
}
