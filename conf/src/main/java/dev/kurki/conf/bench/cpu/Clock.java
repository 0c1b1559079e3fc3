package dev.kurki.conf.bench.cpu;

import java.util.function.ToDoubleFunction;

/** By which clock times are compared. */
enum Clock {
  /** The CPU time of the threads that harts run on: what a busy host does not disturb. */
  CPU("guest CPU", Spent::cpu),
  /** The time that passes for whoever waits. */
  WALL("wall", Spent::wall);

  private final String title;
  private final ToDoubleFunction<Spent> seconds;

  Clock(String title, ToDoubleFunction<Spent> seconds) {
    this.title = title;
    this.seconds = seconds;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** A reading of it. */
  double seconds(Spent spent) {
    return seconds.applyAsDouble(spent);
  }
}
