package dev.kurki.migration.analyze;

import dev.kurki.migration.stream.FrameCodec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a file has, from its start to its end or to the first place where it is broken. All offsets count bytes from the
 * file's start.
 *
 * @param fileBytes the file's size
 * @param header its header, if it has one
 * @param ram what it says of guest RAM, in numbers
 * @param mappedRam where pages stand, in a file with fixed page offsets; such a file has neither rounds nor an end of its own
 * @param sections its sections, in their order
 * @param unreadFrames of a format newer than {@link FrameCodec#FORMAT_VERSION}: how many whole frames of each kind could
 * not be read here
 * @param end its end, if it has one
 * @param broken where and how it is broken, if it is
 */
public record StreamReport(long fileBytes, Optional<HeaderReport> header, RamReport ram,
    Optional<MappedRamReport> mappedRam,
    List<SectionReport> sections,
    Map<Integer, Long> unreadFrames, Optional<EndReport> end, Optional<Break> broken) {

  /** Copies the collections. */
  public StreamReport {
    sections = List.copyOf(sections);
    unreadFrames = Collections.unmodifiableMap(new TreeMap<>(unreadFrames));
  }

  /**
   * The stream's first frame.
   *
   * @param formatVersion the version of its format, from 1
   * @param tokenBytes the length of what a target gave a source to show; 0 in a file that was saved
   * @param description the machine, if it could be read
   */
  public record HeaderReport(int formatVersion, int tokenBytes, Optional<CborMap> description) {
    /** Whether the format is newer than what is read here, so that parts of the file may be unknown. */
    public boolean isNewer() {
      return formatVersion > FrameCodec.FORMAT_VERSION;
    }
  }

  /**
   * Where the pages of a file with fixed page offsets stand.
   *
   * @param ramOffset where page 0 stands, present or not; page i stands 4096 * i bytes behind it
   * @param ramPages how many pages RAM has
   */
  public record MappedRamReport(long ramOffset, long ramPages) {}

  /**
   * One component's saved state.
   *
   * @param id the kind of component
   * @param instance which one of that kind
   * @param version the version of the section's shape
   * @param offset where its frame begins
   * @param body its fields and subsections
   */
  public record SectionReport(String id, int instance, int version, long offset, CborMap body) {
    /** The name under which people are told of it, e.g. {@code uart16550/0}. */
    public String name() {
      return id + "/" + instance;
    }
  }

  /**
   * The stream's last frame.
   *
   * @param offset where it begins
   * @param pages how many pages were sent with contents
   * @param zeroPages how many were told to be zero
   * @param sections how many sections were sent
   */
  public record EndReport(long offset, long pages, long zeroPages, int sections) {}

  /**
   * The first place where a file is no stream.
   *
   * @param offset where the frame begins that is broken, missing, or one too many
   * @param expected what a stream may have there
   * @param found what the file has
   */
  public record Break(long offset, String expected, String found) {
    /** The break as one sentence for people. */
    public String sentence() {
      return "broken at byte " + offset + ": expected " + expected + "; found: " + found;
    }
  }
}
