package dev.kurki.devices.uart;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;

/**
 * The registers as the data sheet names them, and what is on its way to the guest.
 *
 * @param transmitterEmpty whether the interrupt for an empty transmitter is pending
 * @param msrChanges DCTS, DDSR, TERI and DDCD as they stand in MSR, and 0 in a machine whose type does not have them
 * @param receiveFifo received bytes that the guest has not read
 * @param backlog further bytes, which the FIFO had no room for
 */
@SavedState(id = "uart16550", version = 2, minimumVersion = 1)
public record UartSection(@Field(min = 0, max = 15) int ier, @Field(min = 0, max = 255) int fcr,
    @Field(min = 0, max = 255) int lcr, @Field(min = 0, max = 31) int mcr, @Field(min = 0, max = 255) int scr,
    @Field(min = 0, max = 65_535) int divisor, boolean overrun, boolean transmitterEmpty,
    @Field(min = 0, max = 15, since = 2, absent = "0") int msrChanges,
    @Field(maxLength = Uart.FIFO_BYTES) Bytes receiveFifo, Backlog backlog) {
  /**
   * Left out while there is none.
   *
   * @param bytes in the order in which they came
   */
  @Subsection(predicate = "there are bytes that the FIFO had no room for")
  public record Backlog(@Field(maxLength = Uart.MAX_BACKLOG_BYTES, absent = "") Bytes bytes)
      implements
        SubsectionState {
    @Override
    public boolean needed() {
      return bytes.length() > 0;
    }
  }
}
