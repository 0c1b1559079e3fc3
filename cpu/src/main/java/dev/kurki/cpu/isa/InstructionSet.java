package dev.kurki.cpu.isa;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The extensions that a hart shows to its guest. RV64GC with M, S and U modes and Sv39 is in every one; what an
 * instruction of another extension does in a hart without it is an illegal-instruction exception.
 */
public final class InstructionSet {
  private static final String BASE = "rv64imafdc";
  private static final EnumSet<Extension> LETTERS = EnumSet.range(Extension.I, Extension.C);
  private static final EnumSet<Extension> TRANSLATION = EnumSet.of(Extension.SV48, Extension.SV57);
  private static final EnumSet<Extension> ALWAYS = EnumSet.copyOf(LETTERS);

  static {
    ALWAYS.addAll(List.of(Extension.ZICSR, Extension.ZIFENCEI, Extension.PRIVILEGED));
  }

  private final EnumSet<Extension> extensions;

  private InstructionSet(EnumSet<Extension> extensions) {
    this.extensions = extensions;
  }

  /** All that this hart knows. */
  public static InstructionSet full() {
    return new InstructionSet(EnumSet.allOf(Extension.class));
  }

  /**
   * The set that an ISA string names, with {@code sv48} and {@code sv57} for the translation modes, e.g.
   * {@code rv64imafdc_zicsr_zifencei_zba_sv48}. What comes with another need not be named: Sv48 with Sv57, Ssstateen with
   * Smstateen.
   *
   * @throws IllegalArgumentException when it is not RV64GC or names an extension that is not known, with a message that
   *     says which are
   */
  public static InstructionSet parse(String isa) {
    List<String> names = List.of(isa.toLowerCase(Locale.ROOT).split("_"));
    if (!names.getFirst().equals(BASE)) {
      throw new IllegalArgumentException("has to begin with " + BASE + ", not " + names.getFirst());
    }
    EnumSet<Extension> extensions = EnumSet.copyOf(ALWAYS);
    names.stream().skip(1).map(InstructionSet::named).forEach(extensions::add);
    if (extensions.contains(Extension.SV57)) {
      extensions.add(Extension.SV48);
    }
    if (extensions.contains(Extension.SMSTATEEN)) {
      extensions.add(Extension.SSSTATEEN);
    }
    return new InstructionSet(extensions);
  }

  /** Whether an extension is in it. */
  public boolean has(Extension extension) {
    return extensions.contains(extension);
  }

  /** The names of the extensions, base letters first, as {@code riscv,isa-extensions} in a device tree has them. */
  public List<String> names() {
    return shown().map(Extension::id).toList();
  }

  /** The names of all extensions, {@code sv48} and {@code sv57} among them: what a peer has to know to take a hart. */
  public List<String> requirements() {
    return extensions.stream().filter(extension -> extension != Extension.PRIVILEGED).map(Extension::id).toList();
  }

  /** The string that {@code riscv,isa} in a device tree has. */
  public String isa() {
    return shown().filter(extension -> !LETTERS.contains(extension)).map(Extension::id)
        .collect(Collectors.joining("_", BASE + "_", ""));
  }

  /** The widest translation, as {@code mmu-type} in a device tree has it, e.g. {@code riscv,sv48}. */
  public String mmuType() {
    return "riscv," + (has(Extension.SV57) ? "sv57" : has(Extension.SV48) ? "sv48" : "sv39");
  }

  /** The string that {@link #parse} takes. */
  @Override
  public String toString() {
    return TRANSLATION.stream().filter(extensions::contains).map(mode -> "_" + mode.id())
        .collect(Collectors.joining("", isa(), ""));
  }

  private Stream<Extension> shown() {
    return extensions.stream()
        .filter(extension -> !TRANSLATION.contains(extension) && extension != Extension.PRIVILEGED);
  }

  private static Extension named(String name) {
    Set<Extension> known = EnumSet.complementOf(LETTERS);
    return known.stream().filter(extension -> extension != Extension.PRIVILEGED && extension.id().equals(name))
        .findFirst().orElseThrow(() -> new IllegalArgumentException("names no extension \"" + name + "\"; known are "
            + Arrays.stream(Extension.values()).filter(row -> known.contains(row) && row != Extension.PRIVILEGED)
                .map(Extension::id).collect(Collectors.joining(", "))));
  }
}
