package dev.kurki.cpu.fuzz;

/** Draws instructions of one kind. */
interface FragmentGroup {
  /** The most that one call may add, in bytes. */
  int MAX_BYTES = 24;

  /**
   * Where a fragment stands and runs.
   *
   * @param offset of the fragment in the arena
   * @param mode the privilege mode by its encoding
   * @param isTranslated whether loads and stores of supervisor and user mode are translated
   * @param isProtected whether PMP entries stand in the way
   */
  record Place(int offset, int mode, boolean isTranslated, boolean isProtected) {
    /** Whether this fragment's own addresses are virtual. */
    boolean isVirtual() {
      return isTranslated && mode != CaseGenerator.MACHINE;
    }
  }

  /** Adds at most {@value #MAX_BYTES} bytes of instructions. */
  void add(Fragment fragment, Place place, Draw draw);
}
