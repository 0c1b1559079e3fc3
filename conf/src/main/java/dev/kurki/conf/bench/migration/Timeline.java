package dev.kurki.conf.bench.migration;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.kurki.conf.bench.Samples;

/**
 * What a guest's beats tell of one move.
 *
 * <p>The clocks of both emulators' guests stand still over the pause. A beat arrives some time after it was written, but
 * many do at once; the least difference between this process' clock and the beat's own is therefore the same before and
 * after, up to the time for which the guest's clock stood still. No beat needs to come right before or right after it, and
 * how long a console takes to be connected anew does not matter. An emulator may stop the vCPU a while before the clock, or
 * start it later; the guest sees that as a gap. Both together are the pause from outside: from the guest's last look at its
 * clock on the source to its first on the target.
 *
 * <pre>
 *   this process' clock    ----------- begun ------------ ended ---------->
 *   the guest's            -- offset before --      | |    -- offset after --
 *                                                  pause
 * </pre>
 */
final class Timeline {
  /** Beats that come that soon after the end may have been written before the pause. */
  private static final long SETTLING_NANOS = 500_000_000;
  /** What the guest sees of the move may come a little later: code that runs for the first time, caches that are cold. */
  private static final long AFTERMATH_NANOS = 1_000_000_000;
  private static final double RECOVERED = 0.9;

  /** The guest's time between two beats, and how much it worked in a nanosecond of it. */
  private record Slot(long fromNanos, long toNanos, double rate, long gapNanos) {}

  private final List<Beat> beats;
  private final List<Slot> slots;
  private final long offsetBefore;
  private final long offsetAfter;
  private final long guestBegun;
  private final long guestEnded;
  private final double rateBefore;

  /**
   * Puts beats in order.
   *
   * @param arrived the beats, some of them from before the move and some from more than half a second after it
   * @param begunNanos when the move was asked for, by this process' clock
   * @param endedNanos when the guest was said to run on the target
   * @throws IllegalArgumentException when there are too few beats on a side
   */
  Timeline(List<Beat> arrived, long begunNanos, long endedNanos) {
    beats = arrived.stream().sorted(Comparator.comparingLong(Beat::guestNanos)).toList();
    offsetBefore = leastOffset(beats, Long.MIN_VALUE, begunNanos);
    offsetAfter = leastOffset(beats, endedNanos + SETTLING_NANOS, Long.MAX_VALUE);
    guestBegun = begunNanos - offsetBefore;
    guestEnded = endedNanos - offsetAfter;
    slots = IntStream.range(1, beats.size()).mapToObj(i -> slot(beats.get(i - 1), beats.get(i))).toList();
    rateBefore = new Samples(slots.stream().filter(slot -> slot.toNanos() <= guestBegun).mapToDouble(Slot::rate)
        .toArray()).median();
  }

  /** How long the guest did nothing, seen from outside: its clock stood still, or went on without it. */
  long pauseNanos() {
    return Math.max(0, offsetAfter - offsetBefore) + gapOfSwitch();
  }

  /** The longest time that the guest saw pass at once, from the move's begin to a second after it. */
  long gapNanos() {
    return slots.stream()
        .filter(slot -> slot.toNanos() >= guestBegun && slot.fromNanos() <= guestEnded + AFTERMATH_NANOS)
        .mapToLong(Slot::gapNanos).max().orElse(0);
  }

  /** From the move's end until the guest works at nine tenths of the median before it, as finely as beats come. */
  long brownOutNanos() {
    long recovered = slots.stream()
        .filter(slot -> slot.toNanos() > guestEnded && slot.rate() >= RECOVERED * rateBefore)
        .mapToLong(Slot::fromNanos).findFirst().orElse(beats.getLast().guestNanos());
    return Math.max(0, recovered - guestEnded);
  }

  /** Work units in 100 ms before the move, the median. */
  double workBefore() {
    return rateBefore * Beat.INTERVAL_NANOS;
  }

  /** The guest's speed while it moved, as a part of that before. */
  double speedDuring() {
    return workDuring() / (rateBefore * Math.max(1, guestEnded - guestBegun));
  }

  /** Work units while the guest moved. */
  double workDuring() {
    return workAt(guestEnded) - workAt(guestBegun);
  }

  /** Work units from a time before the move, by this process' clock, to the move's begin. */
  double workBeforeSince(long nanos) {
    return workAt(guestBegun) - workAt(nanos - offsetBefore);
  }

  /** The largest gap between the last beat that cannot be from after the pause and the move's end. */
  private long gapOfSwitch() {
    long certain = beats.stream().filter(beat -> beat.offsetNanos() < offsetAfter).mapToLong(Beat::guestNanos)
        .filter(nanos -> nanos < guestEnded).max().orElse(0);
    long from = Math.max(certain, guestEnded - SETTLING_NANOS);
    return slots.stream().filter(slot -> slot.toNanos() > from && slot.fromNanos() <= guestEnded)
        .mapToLong(Slot::gapNanos).max().orElse(0);
  }

  private double workAt(long guestNanos) {
    int next = (int) beats.stream().filter(beat -> beat.guestNanos() < guestNanos).count();
    int last = Math.clamp(next, 1, beats.size() - 1);
    Beat from = beats.get(last - 1);
    return from.work() + slots.get(last - 1).rate() * (guestNanos - from.guestNanos());
  }

  private static Slot slot(Beat from, Beat to) {
    long span = Math.max(1, to.guestNanos() - from.guestNanos());
    return new Slot(from.guestNanos(), to.guestNanos(), (double) (to.work() - from.work()) / span, to.gapNanos());
  }

  private static long leastOffset(List<Beat> beats, long fromNanos, long toNanos) {
    LongStream offsets = beats.stream().filter(beat -> beat.arrivalNanos() > fromNanos && beat.arrivalNanos() < toNanos)
        .mapToLong(Beat::offsetNanos);
    return offsets.min().orElseThrow(() -> new IllegalArgumentException("no beat lies on one side of the move"));
  }
}
