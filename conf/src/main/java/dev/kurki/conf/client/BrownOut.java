package dev.kurki.conf.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.input.BadInput;

/**
 * What a guest works on the target beside what it worked on the source: a target whose code and caches are cold lets it run, and
 * slowly. All numbers are instructions for each 100 ms.
 *
 * @param before in the seconds before the move
 * @param during while it was being moved
 * @param after from the moment on when it runs on the target
 * @param gapNanos the longest time in ns, by its own clock, for which the guest saw one of its vCPUs do nothing on the way;
 *     empty where it is not known
 */
public record BrownOut(List<Long> before, List<Long> during, List<Long> after, OptionalLong gapNanos) {
  private static final double RECOVERED = 0.9;
  /** A guest that worked less was idle: how much it works then is for its timers to say. */
  private static final long IDLE = 100_000;
  /** How long a slot is, in ms. */
  public static final long SLOT_MILLIS = 100;
  private static final int MOST_SLOTS = 30;

  /** Copies the lists. */
  public BrownOut {
    before = List.copyOf(before);
    during = List.copyOf(during);
    after = List.copyOf(after);
  }

  /** The median before the move; 0 where nothing is known. */
  public long usual() {
    return before.isEmpty() ? 0 : before.stream().sorted().toList().get(before.size() / 2);
  }

  /** Whether the guest had too little to do to be compared. */
  public boolean isIdle() {
    return usual() < IDLE;
  }

  /** After how many ms it worked nine tenths of what it did before, in steps of 100; empty when it does not yet. */
  public OptionalLong recoveredMillis() {
    return IntStream.range(0, after.size()).filter(slot -> after.get(slot) >= RECOVERED * usual())
        .mapToLong(slot -> slot * SLOT_MILLIS).findFirst();
  }

  /**
   * The last step of a migration with what the guest works on the target in its report: followed until it works as before, for
   * three seconds at most. Any other step as it is, and that of a target which does not measure.
   *
   * @param cluster any of its nodes
   */
  public static JsonNode complete(NodeClient cluster, String machine, JsonNode last) throws InterruptedException {
    JsonNode report = last.path("report");
    Optional<BrownOut> begun = of(report);
    if (!last.path("state").asText().equals("completed") || begun.isEmpty()) {
      return last;
    }
    BrownOut found = begun.get();
    Optional<NodeClient> target = cluster.named(report.path("target").asText());
    try {
      while (target.isPresent() && found.after().size() < MOST_SLOTS && found.recoveredMillis().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(SLOT_MILLIS);
        JsonNode there = target.get().work(machine);
        List<Long> slots = numbers(there.path("work"));
        found = new BrownOut(found.before(), found.during(), slots.subList(0, Math.min(slots.size(), MOST_SLOTS)),
            gap(numbers(report.path("work").path("stoppedNanos")), numbers(there.path("startedNanos"))));
        if (found.isIdle()) {
          break;
        }
      }
    } catch (BadInput e) {
      // The target is of a release that does not measure, or the machine has ended there.
    }
    ObjectNode whole = last.deepCopy();
    whole.withObject("/report").set("work", Json.read(Json.write(found)));
    return whole;
  }

  /** A report's work, if there is any in it. */
  public static Optional<BrownOut> of(JsonNode report) {
    JsonNode work = report.path("work");
    return work.path("before").isEmpty()
        ? Optional.empty()
        : Optional.of(new BrownOut(numbers(work.path("before")), numbers(work.path("during")),
            numbers(work.path("after")),
            work.path("gapNanos").isNumber()
                ? OptionalLong.of(work.path("gapNanos").asLong())
                : OptionalLong.empty()));
  }

  /** From where each vCPU was stopped to where it went on; by turns none says when. */
  private static OptionalLong gap(List<Long> stopped, List<Long> started) {
    return IntStream.range(0, Math.min(stopped.size(), started.size()))
        .filter(vcpu -> stopped.get(vcpu) > 0 && started.get(vcpu) > 0)
        .mapToLong(vcpu -> started.get(vcpu) - stopped.get(vcpu)).max();
  }

  private static List<Long> numbers(JsonNode array) {
    List<Long> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }
}
