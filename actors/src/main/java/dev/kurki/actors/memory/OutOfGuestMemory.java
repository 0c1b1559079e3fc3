package dev.kurki.actors.memory;

/** The operating system has no address range of the wanted size for guest RAM. */
public final class OutOfGuestMemory extends RuntimeException {
  /**
   * Says how much was asked for.
   *
   * @param bytes the size of the guest RAM that could not be had
   */
  public OutOfGuestMemory(long bytes) {
    super("the host has no address range of " + bytes + " bytes for guest RAM; give the machine less memory");
  }
}
