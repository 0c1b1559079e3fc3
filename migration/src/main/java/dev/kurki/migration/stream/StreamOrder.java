package dev.kurki.migration.stream;

import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Postcopy;
import dev.kurki.migration.stream.ReturnPathFrame.Prepared;
import dev.kurki.migration.stream.ReturnPathFrame.Running;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.ReturnPathFrame.Synced;
import java.util.Optional;

/**
 * What may come when in a stream: the order of its frames, which pages they may be about, and totals that add up. Whoever
 * reads a stream, into a machine or to describe it, holds it to this. Used by one thread at a time.
 *
 * <pre>
 *   header --&gt; rounds [ --&gt; missing ] --&gt; sections --&gt; whole [ --&gt; committed ]
 * </pre>
 */
public final class StreamOrder {
  /** The most sections that a machine can have. */
  public static final int MAX_SECTIONS = 4096;
  /** The most bytes that the bodies of a machine's sections can have, all together: they are held until the end. */
  public static final long MAX_SECTION_BYTES = 64L << 20;

  private enum Part {
    HEADER,
    ROUNDS,
    SECTIONS,
    WHOLE,
    COMMITTED
  }

  private Part part = Part.HEADER;
  private int round;
  private long pages;
  private long zeroPages;
  private int sections;
  private long sectionBytes;
  private int hints;
  private boolean isSwitched;
  private boolean isAnnounced;

  /**
   * Takes the next frame, if it may come now.
   *
   * @param frame the frame, of any sender
   * @param ramPages how many pages the machine's RAM has
   * @return what the stream has that it may not have here, in words; nothing when the frame is taken
   */
  public Optional<String> take(Frame frame, long ramPages) {
    Optional<String> objection = objection(frame, ramPages);
    if (objection.isEmpty()) {
      goOn(frame);
    }
    return objection;
  }

  /** Pages of the round have come by further connections, which count for the totals. */
  void add(long furtherPages, long furtherZeroPages) {
    pages += furtherPages;
    zeroPages += furtherZeroPages;
  }

  /** What may come next, in words. */
  public String expected() {
    return switch (part) {
      case HEADER -> "the header of a migration stream";
      case ROUNDS -> round == 0 ? "round 1" : "pages of round " + round + ", round " + (round + 1) + " or a section";
      case SECTIONS -> "a section, or the end with " + totals(pages, zeroPages, sections);
      case WHOLE, COMMITTED -> "nothing more";
    };
  }

  /** Whether the end has come. */
  public boolean isWhole() {
    return part == Part.WHOLE || part == Part.COMMITTED;
  }

  private Optional<String> objection(Frame frame, long ramPages) {
    boolean inRound = part == Part.ROUNDS && round > 0 && !isSwitched;
    return switch (frame) {
      case Header _ -> unless(part == Part.HEADER, "a header within the stream");
      case Channels(var further) ->
        unless(part == Part.ROUNDS && round == 0 && !isAnnounced && further > 0 && further <= PageChannel.MOST,
            further + " further connections, or word of them too late");
      case Round(var number, _) ->
        unless(part == Part.ROUNDS && number == round + 1 && !isSwitched, "round " + number + " after round " + round);
      case Pages(var indices, _) -> inRound ? outside(indices, ramPages) : Optional.of("pages outside a round");
      case SummedPages(var indices, _, _) ->
        inRound ? outside(indices, ramPages) : Optional.of("pages outside a round");
      case PackedPages packed -> inRound ? outside(packed.indices(), ramPages) : Optional.of("pages outside a round");
      case ZeroPages(var runs) -> inRound ? zeroesOutside(runs, ramPages) : Optional.of("zero pages outside a round");
      case SectionFrame(var section) -> part != Part.SECTIONS && !inRound && !isSwitched
          ? Optional.of("section " + section.name() + (isWhole() ? " after the end" : " too early"))
          : tooMuch(section);
      case End end -> part != Part.SECTIONS
          ? Optional.of("the end before any section")
          : unless(end.equals(new End(pages, zeroPages, sections)),
              "an end with " + totals(end.pages(), end.zeroPages(), end.sections()) + " after "
                  + totals(pages, zeroPages, sections));
      case HintFrame(var hint) -> inRound && hints < HintFrame.MOST ? tooMuch(hint) : Optional.of("a hint out of place");
      case Sync(var number) -> unless(inRound && number == round, "the end of round " + number + " where round " + round
          + " is due");
      case Commit _ -> unless(part == Part.WHOLE, "a decision before its end");
      case Missing missing -> inRound
          ? unless(missing.fits(ramPages), "marks of " + missing.marks().length() + " words for a RAM of " + ramPages
              + " pages")
          : Optional.of("a switch to post-copy outside a round");
      case Synced _,Prepared _,Postcopy _,Running _,Want _ -> Optional.of("a frame that only a target sends");
    };
  }

  private void goOn(Frame frame) {
    switch (frame) {
      case Header _ -> part = Part.ROUNDS;
      case Channels _ -> isAnnounced = true;
      case Round(var number, _) -> round = number;
      case Pages(var indices, _) -> pages += indices.length();
      case SummedPages(var indices, _, _) -> pages += indices.length();
      case PackedPages packed -> pages += packed.indices().length();
      case ZeroPages zeroes -> zeroPages += zeroes.pages();
      case SectionFrame(var section) -> {
        part = Part.SECTIONS;
        sections++;
        sectionBytes += section.body().length();
      }
      case HintFrame(var hint) -> {
        hints++;
        sectionBytes += hint.body().length();
      }
      case End _ -> part = Part.WHOLE;
      case Commit _ -> part = Part.COMMITTED;
      case Missing _ -> isSwitched = true;
      case ReturnPathFrame _,Want _ -> {
        // A round goes on until the next begins.
      }
    }
  }

  private Optional<String> tooMuch(Section section) {
    return sections >= MAX_SECTIONS
        ? Optional.of("more than " + MAX_SECTIONS + " sections")
        : unless(sectionBytes + section.body().length() <= MAX_SECTION_BYTES,
            "sections of more than " + MAX_SECTION_BYTES + " bytes");
  }

  static Optional<String> outside(Longs indices, long ramPages) {
    for (int i = 0; i < indices.length(); i++) {
      long page = indices.get(i);
      if (page < 0 || page >= ramPages) {
        return Optional.of("page " + page + " of a RAM of " + ramPages + " pages");
      }
    }
    return Optional.empty();
  }

  static Optional<String> zeroesOutside(Longs runs, long ramPages) {
    for (int i = 0; i < runs.length(); i += 2) {
      long first = runs.get(i);
      long count = runs.get(i + 1);
      if (first < 0 || count <= 0 || first >= ramPages || count > ramPages - first) {
        return Optional.of(count + " zero pages from page " + first + " of a RAM of " + ramPages + " pages");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unless(boolean holds, String found) {
    return holds ? Optional.empty() : Optional.of(found);
  }

  private static String totals(long pages, long zeroPages, int sections) {
    return pages + " pages, " + zeroPages + " zero pages and " + sections + " sections";
  }
}
