package dev.kurki.actors.machine;

/**
 * What the pages of guest RAM are like, from a look at some thousands of them; nothing is changed by it.
 *
 * @param pages how many there are
 * @param zeroPages about how many of them hold zeroes only
 * @param dirtyPages how many are marked dirty at this moment
 */
public record RamSurvey(long pages, long zeroPages, long dirtyPages) {}
