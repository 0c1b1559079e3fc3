package dev.kurki.conf.node;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationReport;

/** One machine's way to another node, under way or the last that was tried; part of the node actor's state. */
final class Departure {
  /** How far back a guest's usual work is looked at. */
  private static final long BEFORE_NANOS = 3_000_000_000L;

  private final String to;
  private final Map<String, String> wishes;
  private final long begunNanos = System.nanoTime();
  private Optional<MigrationEvent> last = Optional.empty();

  /**
   * A departure that begins.
   *
   * @param to the target node's name
   * @param wishes what is other than the node's file says, by the names of {@code kurki.migration}
   */
  Departure(String to, Map<String, String> wishes) {
    this.to = to;
    this.wishes = new TreeMap<>(wishes);
  }

  String to() {
    return to;
  }

  /** The report with what the guest has worked before and since it began, of what was measured. */
  MigrationReport measured(MigrationReport report, WorkSeries measured) {
    return report.with(measured.between(begunNanos - BEFORE_NANOS, begunNanos),
        measured.between(begunNanos, System.nanoTime()));
  }

  /** What is wanted of it when more is wanted. */
  Map<String, String> wishesWith(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(wishes);
    all.putAll(more);
    return all;
  }

  /** More is wanted of it. */
  void wish(Map<String, String> more) {
    wishes.putAll(more);
  }

  /** It has come so far. */
  void note(MigrationEvent event) {
    last = Optional.of(event);
  }

  /** How far it has come; empty before its source has told anything. */
  Optional<MigrationEvent> last() {
    return last;
  }
}
