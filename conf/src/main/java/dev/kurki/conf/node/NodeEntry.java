package dev.kurki.conf.node;

import dev.kurki.actors.section.Refusal;
import java.util.List;
import java.util.Map;

/**
 * A node as a listing of nodes has it.
 *
 * @param node its name
 * @param adminUrl where commands reach it
 * @param release its release
 * @param lockDigest the digest of its lock
 * @param machineTypes its machine types, by name, with the digest of each
 * @param takes which machines of the other nodes it can take
 */
public record NodeEntry(String node, String adminUrl, String release, String lockDigest,
    Map<String, String> machineTypes, List<Taking> takes) {
  /** Copies the collections. */
  public NodeEntry {
    machineTypes = Map.copyOf(machineTypes);
    takes = List.copyOf(takes);
  }

  /**
   * Whether machines of one type that run on another node can be taken.
   *
   * @param from the other node
   * @param machineType the machine type
   * @param refusals every reason why not; none when they can
   */
  public record Taking(String from, String machineType, List<Refusal> refusals) {
    /** Copies the list. */
    public Taking {
      refusals = List.copyOf(refusals);
    }
  }
}
