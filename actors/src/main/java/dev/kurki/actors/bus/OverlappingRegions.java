package dev.kurki.actors.bus;

/** Two regions of a machine share an address; the machine is not built. */
public final class OverlappingRegions extends IllegalArgumentException {
  /** Names both. */
  public OverlappingRegions(Region one, Region other) {
    super(one + " overlaps " + other + "; give one of them another base address");
  }
}
