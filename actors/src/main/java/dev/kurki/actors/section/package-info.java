/**
 * Sections: a component's saved state as a Java record, its schema read off the record, its encoding CBOR with field names.
 * {@link dev.kurki.actors.section.SectionSchema} reads a record marked {@link dev.kurki.actors.section.SavedState};
 * {@link dev.kurki.actors.section.SectionCodec} encodes and decodes by it; a section that does not fit is answered with a
 * {@link dev.kurki.actors.section.Refusal} that names the path of the offending field. Sections come from hostile peers:
 * every type, range, length and version is checked before a component sees a value.
 */
@NullMarked
package dev.kurki.actors.section;

import org.jspecify.annotations.NullMarked;
