package dev.kurki.conf.bench.cpu;

/** By which clock times are compared. */
enum Clock {
  /** The CPU time of the threads that harts run on: what a busy host does not disturb. */
  CPU("guest CPU"),
  /** The time that passes for whoever waits. */
  WALL("wall");

  private final String title;

  Clock(String title) {
    this.title = title;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** A reading of it. */
  double seconds(Spent spent) {
    return switch (this) {
      case CPU -> spent.cpu();
      case WALL -> spent.wall();
    };
  }
}
