package dev.kurki.devices.clint;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.SavedState;

/**
 * The state of mswi and mtimer; {@code mtime} is the machine's clock and in that one's section.
 *
 * @param msip hart by hart, 1 where the software interrupt is raised
 * @param mtimecmp hart by hart, in ticks of {@code mtime}
 */
@SavedState(id = "aclint")
public record ClintSection(@Field(maxLength = Clint.MAX_HARTS) Bytes msip,
    @Field(maxLength = Clint.MAX_HARTS) Longs mtimecmp) {}
