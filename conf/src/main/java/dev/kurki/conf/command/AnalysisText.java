package dev.kurki.conf.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.migration.analyze.CborMap;
import dev.kurki.migration.analyze.RamReport;
import dev.kurki.migration.analyze.StreamReport;
import dev.kurki.migration.analyze.StreamReport.HeaderReport;
import dev.kurki.migration.analyze.StreamReport.MappedRamReport;
import dev.kurki.migration.analyze.StreamReport.SectionReport;
import dev.kurki.migration.stream.FrameCodec;

/** What is in a stream or a snapshot, for people. */
final class AnalysisText {
  private static final Set<String> LABELLED = Set.of("machine", "machineType", "ramBytes", "extensions", "sections",
      "configuration", "provenance");

  private final Outline out;
  private final TreeText tree;

  AnalysisText(Outline out) {
    this.out = out;
    this.tree = new TreeText(out);
  }

  void write(Path file, StreamReport report) {
    out.line(0, file + ": " + bytes(report.fileBytes()));
    report.header().ifPresent(header -> {
      header(header);
      header.description().map(CborMap::tree).ifPresent(this::description);
      report.mappedRam().ifPresentOrElse(where -> mappedRam(where, report.ram()), () -> ram(report.ram()));
    });
    report.sections().forEach(this::section);
    report.unreadFrames()
        .forEach((kind, count) -> out.line(0, "frames of kind " + kind + " that this release cannot read: "
            + count));
    report.end().ifPresent(end -> out.line(0, "end at byte " + end.offset() + ": " + end.pages() + " pages, "
        + end.zeroPages() + " zero pages, " + end.sections() + " sections"));
  }

  private void header(HeaderReport header) {
    out.line(0, "format version " + header.formatVersion() + (header.isNewer()
        ? ", newer than " + FrameCodec.FORMAT_VERSION + ", which this release reads: what it can read of it follows"
        : ""));
    if (header.tokenBytes() > 0) {
      out.line(0, "a stream to a target, with its token of " + header.tokenBytes() + " bytes");
    }
  }

  private void description(JsonNode description) {
    out.line(0, "machine " + plain(description.path("machine")));
    labelled(description, "machineType", "type", plain(description.path("machineType")));
    labelled(description, "ramBytes", "RAM", bytes(description.path("ramBytes").asLong()));
    labelled(description, "extensions", "extensions",
        String.join(", ", elements(description.path("extensions")).map(AnalysisText::plain).toList()));
    labelled(description, "sections", "sections",
        String.join(", ", elements(description.path("sections")).map(AnalysisText::announced).toList()));
    if (description.has("provenance")) {
      provenance(description.path("provenance"));
    }
    description.properties().stream().filter(entry -> !LABELLED.contains(entry.getKey()))
        .forEach(entry -> tree.field(1, entry.getKey(), entry.getValue()));
    if (description.has("configuration")) {
      out.line(1, "configuration");
      HoconText.write(out, 2, plain(description.path("configuration")));
    }
  }

  private void provenance(JsonNode provenance) {
    out.line(1, "provenance");
    labelled(2, provenance, "born", "born on", plain(provenance.path("born")));
    List<String> hops = elements(provenance.path("hops")).map(AnalysisText::plain).toList();
    out.line(2, "hops: " + (hops.isEmpty() ? "none" : Integer.toString(hops.size())));
    hops.forEach(hop -> out.line(3, hop));
    provenance.properties().stream().filter(entry -> !Set.of("born", "hops").contains(entry.getKey()))
        .forEach(entry -> tree.field(2, entry.getKey(), entry.getValue()));
  }

  private void ram(RamReport ram) {
    out.line(0, "RAM: " + ram.pages() + " pages with contents (" + ram.distinctPages() + " different ones) and "
        + ram.zeroPages() + " zero pages, in rounds: " + ram.roundCount() + ", " + bytes(ram.frameBytes()));
    out.line(1, row("round", "at byte", "dirty pages", "pages", "zero pages", "bytes"));
    ram.rounds().forEach(round -> out.line(1, row(round.round(), round.offset(), round.dirtyPages(), round.pages(),
        round.zeroPages(), round.frameBytes())));
    if (ram.roundCount() > ram.rounds().size()) {
      out.line(1, "... " + (ram.roundCount() - ram.rounds().size()) + " more");
    }
  }

  private void mappedRam(MappedRamReport where, RamReport ram) {
    out.line(0, "RAM with fixed page offsets, page i at byte " + where.ramOffset() + " + 4096 * i: " + ram.pages()
        + " pages with contents and " + ram.zeroPages() + " zero pages, " + bytes(ram.frameBytes()));
  }

  private void section(SectionReport section) {
    out.line(0, "section " + section.name() + ", version " + section.version() + ", at byte " + section.offset() + ", "
        + section.body().length() + " bytes");
    body(1, section.body().tree());
  }

  /** A body's fields as they are, its subsections under their names, and whatever else another release has put there. */
  private void body(int depth, JsonNode body) {
    body.properties().forEach(entry -> {
      JsonNode value = entry.getValue();
      if (entry.getKey().equals("fields") && value.isObject()) {
        tree.fields(depth, value);
      } else if (entry.getKey().equals("subsections") && value.isObject()) {
        value.properties().forEach(sub -> {
          out.line(depth, "subsection " + sub.getKey());
          body(depth + 1, sub.getValue());
        });
      } else {
        tree.field(depth, entry.getKey(), value);
      }
    });
  }

  private void labelled(JsonNode map, String key, String label, String value) {
    labelled(1, map, key, label, value);
  }

  private void labelled(int depth, JsonNode map, String key, String label, String value) {
    if (map.has(key)) {
      out.line(depth, label + ": " + value);
    }
  }

  private static String announced(JsonNode section) {
    return section.has("id") && section.has("instance") && section.has("version")
        ? plain(section.path("id")) + "/" + plain(section.path("instance")) + " v" + plain(section.path("version"))
        : plain(section);
  }

  /** Text without its quotes; a name that is wrapped in a map of its own, without that. */
  private static String plain(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    return value.size() == 1 && value.path("name").isTextual()
        ? value.path("name").textValue()
        : TreeText.inline(value);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String bytes(long bytes) {
    return bytes < 1024 ? bytes + " bytes" : Sizes.of(bytes) + " (" + bytes + " bytes)";
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%5s %12s %12s %12s %12s %12s", cells);
  }
}
