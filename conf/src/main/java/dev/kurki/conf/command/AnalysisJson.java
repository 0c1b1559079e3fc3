package dev.kurki.conf.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kurki.migration.analyze.StreamReport;
import dev.kurki.migration.analyze.StreamReport.HeaderReport;
import dev.kurki.migration.analyze.StreamReport.SectionReport;

/**
 * What is in a stream or a snapshot, in full, as JSON on one line; bytes are hexadecimal text. It is written as it is
 * decoded, as a file's sections may be large.
 */
final class AnalysisJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonGenerator out;

  private AnalysisJson(JsonGenerator out) {
    this.out = out;
  }

  static void write(PrintWriter writer, Path file, StreamReport report) {
    try {
      JsonGenerator out = MAPPER.createGenerator(writer);
      new AnalysisJson(out).report(file, report);
      out.flush();
      writer.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(Path file, StreamReport report) throws IOException {
    out.writeStartObject();
    out.writeStringField("file", file.toString());
    out.writeNumberField("fileBytes", report.fileBytes());
    if (report.header().isPresent()) {
      header(report.header().get());
    }
    out.writePOJOField("ram", report.ram());
    if (report.mappedRam().isPresent()) {
      out.writePOJOField("mappedRam", report.mappedRam().get());
    }
    out.writeArrayFieldStart("sections");
    for (SectionReport section : report.sections()) {
      section(section);
    }
    out.writeEndArray();
    out.writePOJOField("unreadFrames", report.unreadFrames());
    if (report.end().isPresent()) {
      out.writePOJOField("end", report.end().get());
    }
    if (report.broken().isPresent()) {
      out.writePOJOField("broken", report.broken().get());
    }
    out.writeEndObject();
  }

  private void header(HeaderReport header) throws IOException {
    out.writeNumberField("formatVersion", header.formatVersion());
    out.writeBooleanField("newerFormat", header.isNewer());
    out.writeNumberField("tokenBytes", header.tokenBytes());
    if (header.description().isPresent()) {
      out.writeFieldName("description");
      value(header.description().get().tree());
    }
  }

  private void section(SectionReport section) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", section.id());
    out.writeNumberField("instance", section.instance());
    out.writeNumberField("version", section.version());
    out.writeNumberField("offset", section.offset());
    out.writeNumberField("bodyBytes", section.body().length());
    out.writeFieldName("body");
    value(section.body().tree());
    out.writeEndObject();
  }

  private void value(JsonNode value) throws IOException {
    if (value.isBinary()) {
      out.writeString(HexFormat.of().formatHex(value.binaryValue()));
    } else if (value.isObject()) {
      out.writeStartObject();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        out.writeFieldName(entry.getKey());
        value(entry.getValue());
      }
      out.writeEndObject();
    } else if (value.isArray()) {
      out.writeStartArray();
      for (JsonNode element : value) {
        value(element);
      }
      out.writeEndArray();
    } else {
      out.writeTree(value);
    }
  }
}
