package dev.kurki.actors.section;

import java.util.Arrays;

/** An immutable run of 64-bit words with value equality: what a record carries instead of an array. */
public final class Longs {
  private final long[] words;

  private Longs(long[] words) {
    this.words = words;
  }

  /** A copy of {@code words}. */
  public static Longs of(long... words) {
    return new Longs(words.clone());
  }

  /** How many words. */
  public int length() {
    return words.length;
  }

  /**
   * The word at an index.
   *
   * @throws ArrayIndexOutOfBoundsException when there is none
   */
  public long get(int index) {
    return words[index];
  }

  /** A fresh array with these words. */
  public long[] toArray() {
    return words.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Longs that && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return words.length <= 8 ? Arrays.toString(words) : words.length + " words";
  }
}
