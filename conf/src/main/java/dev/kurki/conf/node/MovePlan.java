package dev.kurki.conf.node;

import dev.kurki.actors.section.Refusal;
import dev.kurki.migration.source.MoveEstimate;
import java.util.List;

/**
 * What moving a machine would come to.
 *
 * @param machine its name
 * @param from the node that has it
 * @param to the node that would have it
 * @param refusals every reason why it cannot be moved; none when it can
 * @param estimate what the move would take
 * @param rateIsMeasured whether the rate is that of the last move to that node, or assumed
 */
public record MovePlan(String machine, String from, String to, List<Refusal> refusals, MoveEstimate estimate,
    boolean rateIsMeasured) {
  /** Copies the list. */
  public MovePlan {
    refusals = List.copyOf(refusals);
  }
}
