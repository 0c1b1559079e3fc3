package dev.kurki.conf.bench.cpu;

/** A guest that did not do what it is to do: it is told, and the others are measured all the same. */
final class Failed extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence for people. */
  Failed(String sentence) {
    super(sentence);
  }
}
