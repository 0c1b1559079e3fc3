package dev.kurki.devices.rtc;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;

/**
 * The clock's state.
 *
 * @param offsetNanos what the guest has set the clock ahead of the host's
 * @param latchedHigh what TIME_HIGH shows until TIME_LOW is read again
 * @param alarmHigh what was last written to ALARM_HIGH
 * @param alarmNanos when the alarm is due, by the guest's clock
 * @param alarmSet whether it is
 * @param alarmRung whether the interrupt is pending
 * @param interruptEnabled whether it reaches the line
 */
@SavedState(id = "goldfish-rtc")
public record GoldfishRtcSection(long offsetNanos, @Field(min = 0, max = 0xffff_ffffL) long latchedHigh,
    @Field(min = 0, max = 0xffff_ffffL) long alarmHigh, long alarmNanos, boolean alarmSet, boolean alarmRung,
    boolean interruptEnabled) {}
