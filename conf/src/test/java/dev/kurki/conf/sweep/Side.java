package dev.kurki.conf.sweep;

import java.util.Locale;

/** One end of a move. */
enum Side {
  SOURCE,
  TARGET;

  Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }

  @Override
  public String toString() {
    return "the " + name().toLowerCase(Locale.ROOT);
  }
}
