package dev.kurki.migration.analyze;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.analyze.FrameSource.Torn;
import dev.kurki.migration.analyze.FrameSource.Whole;
import dev.kurki.migration.analyze.StreamReport.Break;
import dev.kurki.migration.analyze.StreamReport.EndReport;
import dev.kurki.migration.analyze.StreamReport.HeaderReport;
import dev.kurki.migration.analyze.StreamReport.SectionReport;
import dev.kurki.migration.mappedram.MappedRamReader;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Channels;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.HintFrame;
import dev.kurki.migration.stream.PackedPages;
import dev.kurki.migration.stream.PostcopyFrame;
import dev.kurki.migration.stream.StreamOrder;
import dev.kurki.migration.stream.SummedPages;
import dev.kurki.migration.stream.ReturnPathFrame;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * Reads a migration stream or a snapshot file of either form and of any release, without the code of its devices, and describes it. Whatever
 * the file has, it is described up to its end or to where it is broken; one frame at a time is held, and of sections their
 * encoded bodies.
 */
public final class StreamAnalysis {
  private static final long MAX_RAM_PAGES = GuestMemory.MAX_BYTES / GuestMemory.PAGE_BYTES;

  private final FrameSource source;
  private final StreamOrder order = new StreamOrder();
  private final RamTally ram = new RamTally();
  private final List<SectionReport> sections = new ArrayList<>();
  private final Map<Integer, Long> unreadFrames = new HashMap<>();
  private Optional<HeaderReport> header = Optional.empty();
  private Optional<EndReport> end = Optional.empty();
  private long ramPages = MAX_RAM_PAGES;

  private StreamAnalysis(FrameSource source) {
    this.source = source;
  }

  /**
   * Describes a file.
   *
   * @throws IOException when it cannot be read
   */
  public static StreamReport read(Path file) throws IOException {
    if (MappedRamReader.isMapped(file)) {
      return MappedRamAnalysis.read(file);
    }
    long fileBytes = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, fileBytes);
    }
  }

  static StreamReport read(InputStream in, long fileBytes) throws IOException {
    StreamAnalysis analysis = new StreamAnalysis(new FrameSource(in, fileBytes));
    Optional<Break> broken = analysis.run();
    return new StreamReport(fileBytes, analysis.header, analysis.ram.report(), Optional.empty(), analysis.sections,
        analysis.unreadFrames, analysis.end, broken);
  }

  private Optional<Break> run() throws IOException {
    while (source.bytesLeft() > 0 && !order.isWhole()) {
      long offset = source.offset();
      String expected = order.expected();
      Optional<String> found = switch (source.next()) {
        case Torn(var torn) -> Optional.of(torn);
        case Whole(var bytes) -> take(offset, bytes);
      };
      if (found.isPresent()) {
        return found.map(what -> new Break(offset, expected, what));
      }
    }
    if (order.isWhole() && source.bytesLeft() == 0) {
      return Optional.empty();
    }
    return Optional.of(new Break(source.offset(), order.expected(), source.bytesLeft() == 0
        ? "the end of the file"
        : source.bytesLeft() + " bytes after the end of the stream"));
  }

  /** Takes a frame into the description; answers what is wrong with it, if something is. */
  private Optional<String> take(long offset, ByteString bytes) {
    try {
      Frame frame = FrameCodec.decode(bytes);
      Optional<String> objection = order.take(frame, ramPages);
      if (objection.isEmpty()) {
        describe(frame, offset, bytes.length());
      }
      return objection;
    } catch (BrokenStream e) {
      if (header.filter(HeaderReport::isNewer).isPresent() && FrameCodec.isIntact(bytes)) {
        unreadFrames.merge(Byte.toUnsignedInt(bytes.apply(FrameCodec.LENGTH_BYTES)), 1L, Long::sum);
        return Optional.empty();
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void describe(Frame frame, long offset, int bytes) {
    switch (frame) {
      case Header begin -> describe(begin);
      case Round round -> ram.begin(round, offset);
      case Pages(var indices, _) -> ram.add(indices, bytes);
      case SummedPages(var indices, _, _) -> ram.add(indices, bytes);
      case PackedPages packed -> ram.add(packed.indices(), bytes);
      case ZeroPages pages -> ram.add(pages, bytes);
      case SectionFrame(var section) -> sections.add(describe(section, offset));
      case End(var pages, var zeroPages, var count) ->
        end = Optional.of(new EndReport(offset, pages, zeroPages, count));
      case ReturnPathFrame _,PostcopyFrame _,Channels _,HintFrame _ -> {
        // It says nothing of the machine.
      }
    }
  }

  private void describe(Header begin) {
    HeaderReport bare = new HeaderReport(begin.formatVersion(), begin.token().length(), Optional.empty());
    header = Optional.of(bare);
    if (begin.formatVersion() < 1) {
      throw new BrokenStream("format version " + begin.formatVersion() + ", which there is not");
    }
    CborMap description = read("the machine's description", begin.description());
    header = Optional.of(new HeaderReport(bare.formatVersion(), bare.tokenBytes(), Optional.of(description)));
    long ramBytes = description.tree().path("ramBytes").asLong();
    if (ramBytes > 0 && ramBytes < GuestMemory.MAX_BYTES) {
      ramPages = ramBytes / GuestMemory.PAGE_BYTES;
    }
  }

  /** A section whose frame stands at an offset. */
  static SectionReport describe(Section section, long offset) {
    return new SectionReport(section.id(), section.instance(), section.version(), offset,
        read("the body of section " + section.name(), section.body()));
  }

  /** A map that tells its own keys, or a sentence about what it is instead. */
  static CborMap read(String what, Bytes bytes) {
    try {
      return CborMap.of(bytes);
    } catch (BrokenStream e) {
      throw new BrokenStream(what + " is " + e.getMessage());
    }
  }
}
