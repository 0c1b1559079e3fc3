package dev.kurki.conf.bench.migration;

/**
 * What was measured of one move.
 *
 * @param totalSeconds from the wish to move until the guest was heard to run on the target
 * @param megabytesPerSecond the guest's RAM over that time, in MB
 * @param bytes what went over the stream
 * @param cpuSecondsPerGb CPU time of both processes without the guest's own, a GB of the pages that the rounds covered
 * @param guestCpuSeconds the guest's own, by what a unit of its work took before
 * @param pauseMillis how long the guest did nothing, seen from outside
 * @param downtimeMillis the pause as the emulator itself has it
 * @param gapMillis the largest gap that the guest saw on its clock
 * @param brownOutMillis from the end until the guest works at nine tenths of its speed before
 * @param workBefore units of work in 100 ms before the move
 * @param speedDuring the guest's speed while it moved, as a part of that before
 * @param throttlePercent by how much it was slowed down on purpose at most
 */
public record Measurement(double totalSeconds, double megabytesPerSecond, double bytes, double cpuSecondsPerGb,
    double guestCpuSeconds, double pauseMillis, double downtimeMillis, double gapMillis, double brownOutMillis,
    double workBefore, double speedDuring, double throttlePercent) {}
