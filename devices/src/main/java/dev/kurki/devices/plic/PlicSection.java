package dev.kurki.devices.plic;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.SavedState;

/**
 * The controller's state. Sets of sources have a bit each, source n at bit n % 64 of word n / 64.
 *
 * @param priority source by source, 0 to 7
 * @param level which sources' lines are high
 * @param pending which sources wait to be claimed
 * @param claimed which sources are claimed and not completed
 * @param enable context by context, two words each
 * @param threshold context by context, 0 to 7
 */
@SavedState(id = "plic")
public record PlicSection(@Field(length = Plic.SOURCES) Bytes priority, @Field(length = Plic.WORDS) Longs level,
    @Field(length = Plic.WORDS) Longs pending, @Field(length = Plic.WORDS) Longs claimed, Longs enable,
    Bytes threshold) {}
