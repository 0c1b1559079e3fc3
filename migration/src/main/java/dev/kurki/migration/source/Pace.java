package dev.kurki.migration.source;

/**
 * How fast a migration and its guest are, in bytes of guest RAM or of the stream a second.
 *
 * @param bytesPerSecond of the last round that is through, as the target has acknowledged it; of what has been written so far
 *     before there is one; 0 where nothing is known yet
 * @param dirtyBytesPerSecond how many bytes the guest writes to, counted in whole pages, each once a round
 * @param throttlePercent which part of the time the vCPUs rest, the one that rests most
 */
public record Pace(long bytesPerSecond, long dirtyBytesPerSecond, int throttlePercent) {}
