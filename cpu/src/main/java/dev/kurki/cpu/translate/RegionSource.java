package dev.kurki.cpu.translate;

import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.microop.PageText;
import java.util.BitSet;

/**
 * What a region is made from.
 *
 * @param text the page's bytes
 * @param isa the extensions that the hart has
 * @param known the slots that have been come to, as far as is known; others are not looked into
 * @param heat how often which have been jumped to
 * @param entry the slot that the region begins at
 */
public record RegionSource(PageText text, InstructionSet isa, BitSet known, Heat heat, int entry) {
  /** The same without anything known but the entry, so that a region is one instruction. */
  public RegionSource alone() {
    return new RegionSource(text, isa, new BitSet(), heat, entry);
  }

  /** Whether a slot has been come to; none outside of the page has. */
  boolean isKnown(int slot) {
    return slot >= 0 && known.get(slot);
  }
}
