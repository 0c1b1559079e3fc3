package dev.kurki.conf.bench.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import dev.kurki.actors.section.Bytes;

/**
 * The bare-metal programs that are run. Each does rounds of work that are always the same, and checks what it has come to. On
 * its console it says {@link #BEGIN} when it starts and {@link #ROUND} after each round; it ends the machine with status 0
 * when a byte comes in, or after so many rounds as are written into its image, and with status 1 when a result is wrong.
 */
public enum BenchGuest {
  /** Linked lists, matrices of integers, a state machine, a checksum bit by bit. */
  INTEGER(1),
  /** Probes, copies, a hash and a sort over 64 MB. */
  MEMORY(1),
  /** Doubles: bodies in orbit, a product of matrices, a Fourier transform, the Mandelbrot set. */
  FLOATING(1),
  /** An interpreter of a stack machine's code. */
  INTERPRETER(1),
  /** A sieve, checksums, counted bits. */
  LOOPS(1),
  /** System calls and switches between two address spaces. */
  SYSTEM(1),
  /** Counters by AMO and LR/SC, and a lock, on two harts. */
  ATOMICS(2);

  /** What a guest says when it starts. */
  static final char BEGIN = '<';
  /** What it says after each round. */
  static final char ROUND = '.';
  /** Any byte ends it. */
  static final Bytes END = Bytes.utf8("q");
  /** The RAM that it is made for. */
  static final int MEMORY_MEBIBYTES = 128;
  /** As many rounds as there is time for. */
  static final long WITHOUT_END = 0;

  private static final byte[] ROUNDS_MARK = "KURKI-ROUNDS:u64".getBytes(StandardCharsets.US_ASCII);

  private final int harts;

  BenchGuest(int harts) {
    this.harts = harts;
  }

  /** The guest of a word, if there is one. */
  public static Optional<BenchGuest> of(String word) {
    return Arrays.stream(values()).filter(guest -> guest.word().equals(word)).findFirst();
  }

  /** The words for all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(BenchGuest::word).toList();
  }

  /** What it is called in commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many harts it runs on. */
  int harts() {
    return harts;
  }

  /**
   * Its ELF file.
   *
   * @param rounds after how many it ends, {@link #WITHOUT_END} for when it is told to
   */
  Bytes elf(long rounds) {
    try (InputStream file = Objects.requireNonNull(BenchGuest.class.getResourceAsStream(word() + ".elf"))) {
      byte[] image = file.readAllBytes();
      ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(behindMark(image), rounds);
      return Bytes.of(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int behindMark(byte[] image) {
    for (int at = 0; at + ROUNDS_MARK.length + Long.BYTES <= image.length; at++) {
      if (Arrays.equals(image, at, at + ROUNDS_MARK.length, ROUNDS_MARK, 0, ROUNDS_MARK.length)) {
        return at + ROUNDS_MARK.length;
      }
    }
    throw new IllegalStateException("a guest's image has no place for the number of its rounds");
  }
}
