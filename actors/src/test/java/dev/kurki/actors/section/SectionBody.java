package dev.kurki.actors.section;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a section's body by hand: what a hostile peer, or a build of long ago, may send. */
interface SectionBody {
  void write(JsonGenerator out) throws IOException;

  /** A section whose body stops wherever the writer stops; what is refused is refused before that. */
  static Section section(String id, int version, SectionBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = SectionCodec.CBOR.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Section(id, 0, version, Bytes.of(bytes.toByteArray()));
  }

  /** A section that has these fields and no subsection. */
  static Section fields(String id, int version, SectionBody fields) {
    return section(id, version, out -> {
      out.writeObjectFieldStart("fields");
      fields.write(out);
      out.writeEndObject();
      out.writeObjectFieldStart("subsections");
      out.writeEndObject();
      out.writeEndObject();
    });
  }
}
