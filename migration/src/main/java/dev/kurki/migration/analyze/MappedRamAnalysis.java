package dev.kurki.migration.analyze;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.analyze.StreamReport.Break;
import dev.kurki.migration.analyze.StreamReport.HeaderReport;
import dev.kurki.migration.analyze.StreamReport.MappedRamReport;
import dev.kurki.migration.analyze.StreamReport.SectionReport;
import dev.kurki.migration.mappedram.BrokenFile;
import dev.kurki.migration.mappedram.MappedPages;
import dev.kurki.migration.mappedram.MappedRamHeader;
import dev.kurki.migration.mappedram.MappedRamReader;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.FrameCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a file with fixed page offsets, part by part, up to the first that is broken; all its pages are read. */
final class MappedRamAnalysis {
  private final MappedRamReader reader;
  private final List<SectionReport> sections = new ArrayList<>();
  private Optional<HeaderReport> header = Optional.empty();
  private long pages;
  private long zeroPages;

  private MappedRamAnalysis(MappedRamReader reader) {
    this.reader = reader;
  }

  static StreamReport read(Path file) throws IOException {
    long fileBytes = Files.size(file);
    try (MappedRamReader reader = MappedRamReader.open(file)) {
      MappedRamAnalysis analysis = new MappedRamAnalysis(reader);
      Optional<Break> broken = analysis.run();
      return analysis.report(fileBytes, broken);
    } catch (BrokenFile e) {
      return new StreamReport(fileBytes, Optional.empty(), ram(0, 0), Optional.empty(), List.of(), Map.of(),
          Optional.empty(), Optional.of(breakOf(e)));
    }
  }

  private Optional<Break> run() throws IOException {
    long offset = reader.header().description().offset();
    try {
      header = Optional.of(new HeaderReport(MappedRamHeader.FORMAT_VERSION, 0,
          Optional.of(StreamAnalysis.read("the machine's description", reader.description()))));
      offset = reader.header().sections().offset();
      for (Section section : reader.sections()) {
        sections.add(StreamAnalysis.describe(section, offset));
        offset += FrameCodec.bytes(new SectionFrame(section));
      }
      readPages(reader.pages());
      return Optional.empty();
    } catch (BrokenFile e) {
      return Optional.of(breakOf(e));
    } catch (BrokenStream e) {
      return Optional.of(new Break(offset, "a part that tells its own fields", String.valueOf(e.getMessage())));
    }
  }

  private void readPages(MappedPages there) throws IOException {
    ByteBuffer run = ByteBuffer.allocateDirect(MappedPages.MAX_RUN * GuestMemory.PAGE_BYTES);
    long ramPages = reader.header().pages();
    for (long page = there.next(0); page < ramPages;) {
      int count = there.run(page);
      there.read(page, run.clear().limit(count * GuestMemory.PAGE_BYTES));
      pages += count;
      page = there.next(page + count);
    }
    zeroPages = ramPages - pages;
  }

  private StreamReport report(long fileBytes, Optional<Break> broken) {
    MappedRamReport where = new MappedRamReport(reader.header().ramOffset(), reader.header().pages());
    return new StreamReport(fileBytes, header, ram(pages, zeroPages), Optional.of(where), sections, Map.of(),
        Optional.empty(), broken);
  }

  private static RamReport ram(long pages, long zeroPages) {
    return new RamReport(0, List.of(), pages, pages, zeroPages, pages * GuestMemory.PAGE_BYTES);
  }

  private static Break breakOf(BrokenFile e) {
    return new Break(e.offset(), e.expected(), e.found());
  }
}
