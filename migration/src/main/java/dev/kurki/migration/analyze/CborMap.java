package dev.kurki.migration.analyze;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.BrokenStream;
import java.io.IOException;

/**
 * A map in CBOR that tells its own keys: a machine's description, or a section's body. It is checked once and kept as the
 * bytes that it is, as a tree takes many times their room; each call of {@link #tree} reads it afresh.
 */
public final class CborMap {
  /** How deeply its values may nest; no section comes near it. */
  public static final int MAX_DEPTH = 200;

  /** How many values, names and ends of lists it may have: in a tree, small ones take many times their bytes. */
  public static final int MAX_VALUES = 2 << 20;

  private static final CBORFactory CBOR = CBORFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build();
  private static final ObjectReader READER = CBORMapper.builder(CBOR)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
      .build().reader();

  private final Bytes bytes;

  private CborMap(Bytes bytes) {
    this.bytes = bytes;
  }

  /**
   * Checks that the bytes are one map, in which no key stands twice, of up to {@link #MAX_VALUES} values that nest up to
   * {@link #MAX_DEPTH} deep.
   *
   * @throws BrokenStream when they are not
   */
  public static CborMap of(Bytes bytes) {
    try {
      checkSize(bytes);
      if (READER.readTree(bytes.toArray()) instanceof ObjectNode) {
        return new CborMap(bytes);
      }
    } catch (JacksonException e) {
      throw new BrokenStream("not CBOR: " + e.getOriginalMessage());
    } catch (BrokenStream e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new BrokenStream("not CBOR: " + e.getMessage());
    }
    throw new BrokenStream("no CBOR map");
  }

  /** How many bytes it takes. */
  public int length() {
    return bytes.length();
  }

  /** The map as it is encoded. */
  public Bytes bytes() {
    return bytes;
  }

  /** The map, in the order in which it was written: byte strings are binary nodes, whole numbers integral ones. */
  public JsonNode tree() {
    try {
      return READER.readTree(bytes.toArray());
    } catch (IOException e) {
      throw new IllegalStateException("these bytes have been read before", e);
    }
  }

  private static void checkSize(Bytes bytes) throws IOException {
    try (JsonParser in = CBOR.createParser(bytes.toArray())) {
      for (int values = 0; in.nextToken() != null; values++) {
        if (values > MAX_VALUES) {
          throw new BrokenStream("a map of more than " + MAX_VALUES + " values");
        }
      }
    }
  }
}
