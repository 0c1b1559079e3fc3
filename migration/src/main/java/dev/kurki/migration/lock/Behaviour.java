package dev.kurki.migration.lock;

import java.util.List;

/**
 * What a component's code makes of drawn states, draw by draw: {@link #REFUSED} for a state that it does not load, else the
 * beginning of the digest of the section that it saves after loading it. A build whose code takes less, or writes other bytes
 * for the same state, gives other answers though its schema is the same.
 *
 * @param answers draw 0 first; none where the code was not asked
 */
public record Behaviour(List<String> answers) {
  /** The answer of a component that refuses the state. */
  public static final String REFUSED = "--------";
  /** How many characters of a digest an answer has. */
  public static final int ANSWER_LENGTH = REFUSED.length();
  /** Nothing was asked. */
  public static final Behaviour UNASKED = new Behaviour(List.of());

  /** Copies the list. */
  public Behaviour {
    answers = List.copyOf(answers);
  }
}
