package dev.kurki.conf.bench;

import java.util.List;

/** Who is measured first. */
public final class Turns {
  private Turns() {}

  /**
   * The order in a round: who was last in one is first in the next.
   *
   * @param all whoever takes part
   * @param round from 1 on
   */
  public static <T> List<T> inTurn(List<T> all, int round) {
    return round % 2 == 1 ? all : all.reversed();
  }
}
