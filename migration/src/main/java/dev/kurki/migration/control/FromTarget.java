package dev.kurki.migration.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a target tells its source. Each may come more than once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@JsonSubTypes.Type(FromTarget.Prepared.class), @JsonSubTypes.Type(FromTarget.Failed.class),
    @JsonSubTypes.Type(FromTarget.Postcopy.class), @JsonSubTypes.Type(FromTarget.PagesCame.class),
    @JsonSubTypes.Type(FromTarget.Running.class), @JsonSubTypes.Type(FromTarget.Discarded.class)})
public sealed interface FromTarget extends ControlMessage {
  /** Everything is loaded and verified; the target waits for the source's decision. Repeated until it comes. */
  record Prepared(long epoch) implements FromTarget {}

  /** The target cannot go on and has thrown its copy away. */
  record Failed(String reason) implements FromTarget {}

  /** The machine runs on the target, which owns it from now on, and waits for pages: the source keeps its copy. */
  record Postcopy(long epoch) implements FromTarget {}

  /**
   * How far a target in post-copy has come.
   *
   * @param missing how many pages are to come
   * @param requests how many its vCPUs have waited for
   * @param longestWaitNanos how long one of them has waited for a page at most, in ns
   */
  record PagesCame(long missing, long requests, long longestWaitNanos) implements FromTarget {}

  /** The machine runs on the target, which owns it from now on, and is whole there. */
  record Running(long epoch) implements FromTarget {}

  /** The target has thrown its copy away as the source decided. */
  record Discarded() implements FromTarget {}
}
