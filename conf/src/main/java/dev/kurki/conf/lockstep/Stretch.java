package dev.kurki.conf.lockstep;

import dev.kurki.actors.section.Section;
import java.util.List;

/**
 * What a machine has done in some steps.
 *
 * @param harts the sections of its harts after each step that it has made
 * @param progress what the last step has come to
 * @param instructions how many it has executed in those after which it held, traps counted
 */
record Stretch(List<List<Section>> harts, Progress progress, long instructions) {
  /** Copies the lists. */
  Stretch {
    harts = harts.stream().map(List::copyOf).toList();
  }
}
