package dev.kurki.actors.section;

/**
 * The saved state of one component, encoded: what travels in a migration stream and stands in a stream file. Who moves
 * it need not know what is in it; the component's {@link SectionCodec} does.
 *
 * @param id which kind of component, e.g. {@code uart16550}
 * @param instance which one of that kind, from 0
 * @param version the version of the section's shape, from 1
 * @param body the fields and subsections as self-describing CBOR
 */
public record Section(String id, int instance, int version, Bytes body) {
  /** The name under which people are told of it, e.g. {@code uart16550/0}. */
  public String name() {
    return id + "/" + instance;
  }
}
