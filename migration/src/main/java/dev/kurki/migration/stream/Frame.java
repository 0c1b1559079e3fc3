package dev.kurki.migration.stream;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import org.apache.pekko.util.ByteString;

/**
 * One frame of a migration stream. A stream is
 *
 * <pre>
 *   Header  [ Channels ]  ( Round ( Pages | SummedPages | PackedPages | ZeroPages )* HintFrame* )+  SectionFrame*  End
 * </pre>
 */
public sealed interface Frame extends Outgoing
    permits Frame.Header, Frame.Round, Frame.Pages, Frame.ZeroPages, Frame.SectionFrame, Frame.End, ReturnPathFrame,
    PackedPages, SummedPages, PostcopyFrame, Channels, HintFrame {
  /**
   * What is to come.
   *
   * @param formatVersion the version of this format
   * @param token what the target gave the source to show; empty in a file
   * @param description the machine, as CBOR, which the stream carries without reading it; or the {@link PostcopyChannel} or
   *     {@link PageChannel}
   */
  record Header(int formatVersion, Bytes token, Bytes description) implements Frame {}

  /**
   * A round begins.
   *
   * @param round from 1
   * @param dirtyPages how many pages it is about
   */
  record Round(int round, long dirtyPages) implements Frame {}

  /**
   * Pages with what they hold, as it is; {@link SummedPages} and {@link PackedPages} are others.
   *
   * @param indices which pages, counted from the start of RAM
   * @param contents one page after the other, in that order
   */
  record Pages(Longs indices, ByteString contents) implements Frame {}

  /**
   * Pages that hold zeroes only, as runs.
   *
   * @param runs pairs of first page and count
   */
  record ZeroPages(Longs runs) implements Frame {
    /** How many pages they are, all runs together. */
    public long pages() {
      long count = 0;
      for (int i = 1; i < runs.length(); i += 2) {
        count += runs.get(i);
      }
      return count;
    }
  }

  /** The section of one component. */
  record SectionFrame(Section section) implements Frame {}

  /**
   * The stream is whole.
   *
   * @param pages how many pages were sent with contents, in all rounds
   * @param zeroPages how many were told to be zero, in all rounds
   * @param sections how many sections were sent
   */
  record End(long pages, long zeroPages, int sections) implements Frame {}
}
