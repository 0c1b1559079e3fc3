package dev.kurki.migration.stream;

/** The byte by which each kind of frame is known; {@link FrameCodec} lays out what is in them. */
final class FrameKind {
  /** What the payload of a {@link #HEADER} begins with. */
  static final long MAGIC = 0x314b_5255_4b0a_0d89L;
  static final byte HEADER = 1;
  static final byte ROUND = 2;
  /** Frames of this kind are read straight into guest RAM. */
  static final byte PAGES = 3;
  static final byte ZERO = 4;
  static final byte SECTION = 5;
  static final byte END = 6;
  static final byte SYNC = 7;
  static final byte SYNCED = 8;
  static final byte PREPARED = 9;
  static final byte COMMIT = 10;
  static final byte RUNNING = 11;
  static final byte MISSING = 12;
  static final byte WANT = 13;
  static final byte POSTCOPY = 14;
  static final byte COMPRESSED = 15;
  static final byte DELTAS = 16;
  static final byte CHANNELS = 17;
  static final byte HINT = 18;
  /** Frames of this kind are read straight into guest RAM, too; {@link SummedFrame} lays them out. */
  static final byte SUMMED = 19;

  private FrameKind() {}
}
