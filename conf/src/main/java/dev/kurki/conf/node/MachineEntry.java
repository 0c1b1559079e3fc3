package dev.kurki.conf.node;

/**
 * A machine as a listing has it.
 *
 * @param machine its name
 * @param type the board
 * @param node where it is
 * @param state {@code running}, {@code incoming}, {@code postcopy-active}, {@code postcopy-paused}, {@code moving},
 *     {@code leaving}, {@code saving}, {@code restoring} or {@code stranded}
 * @param harts how many
 * @param memoryBytes guest RAM
 * @param epoch the fencing token under which that node owns it
 */
public record MachineEntry(String machine, String type, String node, String state, int harts, long memoryBytes,
    long epoch) {}
