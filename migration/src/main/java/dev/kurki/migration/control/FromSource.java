package dev.kurki.migration.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The source's decision on a prepared copy. It is taken once, never changed, and repeated until it is acknowledged. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@JsonSubTypes.Type(FromSource.Commit.class), @JsonSubTypes.Type(FromSource.Abort.class)})
public sealed interface FromSource extends ControlMessage {
  /**
   * The machine is the target's: the source will not run it any more.
   *
   * @param epoch the fencing token under which the target owns it
   */
  record Commit(long epoch) implements FromSource {}

  /** The machine stays the source's; the copy is to be thrown away. */
  record Abort(String reason) implements FromSource {}
}
