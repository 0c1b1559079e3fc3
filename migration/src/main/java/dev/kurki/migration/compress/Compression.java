package dev.kurki.migration.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** A method by which many pages become one shorter block, and the block these pages again. */
public enum Compression {
  /** zstd at its fastest level. */
  ZSTD(1) {
    @Override
    public OptionalInt compress(byte[] from, int length, byte[] into, int most) {
      try {
        return fitting(Zstd.compressByteArray(into, 0, most, from, 0, length, FASTEST));
      } catch (ZstdException e) {
        return OptionalInt.empty();
      }
    }

    @Override
    public boolean decompress(byte[] block, byte[] into, int length) {
      try {
        return Zstd.decompressByteArray(into, 0, length, block, 0, block.length) == length;
      } catch (ZstdException e) {
        return false;
      }
    }

    private OptionalInt fitting(long bytes) {
      return Zstd.isError(bytes) ? OptionalInt.empty() : OptionalInt.of((int) bytes);
    }
  },
  /** LZ4: takes less of a processor, and saves less. */
  LZ4(2) {
    @Override
    public OptionalInt compress(byte[] from, int length, byte[] into, int most) {
      try {
        return OptionalInt.of(LZ4Factory.fastestInstance().fastCompressor().compress(from, 0, length, into, 0, most));
      } catch (LZ4Exception e) {
        return OptionalInt.empty();
      }
    }

    @Override
    public boolean decompress(byte[] block, byte[] into, int length) {
      try {
        return LZ4Factory.fastestInstance().safeDecompressor().decompress(block, 0, block.length, into, 0,
            length) == length;
      } catch (LZ4Exception e) {
        return false;
      }
    }
  };

  private static final int FASTEST = 1;

  private final byte code;

  Compression(int code) {
    this.code = (byte) code;
  }

  /** Its number in a frame. */
  public byte code() {
    return code;
  }

  /** Its name in HOCON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The method of a number, if there is one. */
  public static Optional<Compression> of(byte code) {
    return Arrays.stream(values()).filter(method -> method.code == code).findFirst();
  }

  /** The method of a name, if there is one. */
  public static Optional<Compression> of(String word) {
    return Arrays.stream(values()).filter(method -> method.word().equals(word)).findFirst();
  }

  /**
   * Makes a block.
   *
   * @param from begins with what is to be compressed
   * @param length how many bytes that are
   * @param into takes the block, from its start
   * @param most how many bytes the block may have, up to the length of {@code into}
   * @return how many bytes the block has; nothing when it would have more
   */
  public abstract OptionalInt compress(byte[] from, int length, byte[] into, int most);

  /**
   * Undoes it, whatever the block is.
   *
   * @param into takes what comes out, from its start; no more than {@code length} bytes are written to it
   * @param length how many bytes have to come out
   * @return whether so many came out of a whole block
   */
  public abstract boolean decompress(byte[] block, byte[] into, int length);
}
