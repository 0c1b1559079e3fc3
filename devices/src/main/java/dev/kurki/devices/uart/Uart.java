package dev.kurki.devices.uart;

import java.util.ArrayDeque;
import java.util.Arrays;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Bytes;

/**
 * The 16550A's eight registers of one byte.
 *
 * <pre>
 *   0  RBR read, THR write (DLL while LCR.DLAB)      4  MCR
 *   1  IER                 (DLM while LCR.DLAB)      5  LSR
 *   2  IIR read, FCR write                           6  MSR
 *   3  LCR                                           7  SCR
 * </pre>
 */
final class Uart implements DeviceModel<UartSection> {
  static final int FIFO_BYTES = 16;
  /** What is kept for a guest that does not read; beyond it bytes are dropped and counted as overrun. */
  static final int MAX_BACKLOG_BYTES = 65_536;

  private static final int IER_RECEIVED = 1;
  private static final int IER_TRANSMITTER_EMPTY = 2;
  private static final int IER_LINE_STATUS = 4;
  private static final int IER_MODEM_STATUS = 8;
  private static final int IIR_MODEM_STATUS = 0x00;
  private static final int IIR_NONE = 0x01;
  private static final int IIR_TRANSMITTER_EMPTY = 0x02;
  private static final int IIR_RECEIVED = 0x04;
  private static final int IIR_LINE_STATUS = 0x06;
  private static final int IIR_FIFOS = 0xc0;
  private static final int FCR_ENABLE = 1;
  private static final int FCR_CLEAR_RECEIVER = 2;
  private static final int LCR_DLAB = 0x80;
  private static final int MCR_LOOP = 0x10;
  private static final int LSR_DATA_READY = 1;
  private static final int LSR_OVERRUN = 2;
  private static final int LSR_TRANSMITTER_EMPTY = 0x60;
  /** Data carrier detect, data set ready, clear to send. */
  private static final int MSR_CONNECTED = 0xb0;
  private static final int MSR_RING = 0x40;
  /** Where an input stands above the bit that tells of its change. */
  private static final int MSR_INPUTS_SHIFT = 4;
  /** 9600 baud at the clock that the device tree tells. */
  private static final int DEFAULT_DIVISOR = 24;

  private final DevicePorts ports;
  private final boolean latchesModemChanges;
  private final ArrayDeque<Byte> received = new ArrayDeque<>();
  private int ier;
  private int fcr;
  private int lcr;
  private int mcr;
  private int scr;
  /** DCTS, DDSR, TERI and DDCD as they stand in MSR. */
  private int msrChanges;
  private int divisor = DEFAULT_DIVISOR;
  private boolean overrun;
  private boolean transmitterEmpty;

  /**
   * In its state after power-on.
   *
   * @param latchesModemChanges whether MSR tells which modem inputs have changed, and interrupts for it
   */
  Uart(DevicePorts ports, boolean latchesModemChanges) {
    this.ports = ports;
    this.latchesModemChanges = latchesModemChanges;
  }

  @Override
  public long read(long offset, int width) {
    boolean divisorLatch = (lcr & LCR_DLAB) != 0;
    return switch ((int) offset) {
      case 0 -> divisorLatch ? divisor & 0xff : takeReceived();
      case 1 -> divisorLatch ? divisor >>> 8 : ier;
      case 2 -> identifyInterrupt();
      case 3 -> lcr;
      case 4 -> mcr;
      case 5 -> lineStatus();
      case 6 -> takeModemStatus();
      case 7 -> scr;
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int width, long value) {
    int octet = (int) value & 0xff;
    boolean divisorLatch = (lcr & LCR_DLAB) != 0;
    switch ((int) offset) {
      case 0 -> {
        if (divisorLatch) {
          divisor = divisor & 0xff00 | octet;
        } else {
          transmit((byte) octet);
        }
      }
      case 1 -> {
        if (divisorLatch) {
          divisor = divisor & 0xff | octet << 8;
        } else {
          transmitterEmpty |= (octet & ~ier & IER_TRANSMITTER_EMPTY) != 0;
          ier = octet & 0xf;
        }
      }
      case 2 -> {
        fcr = octet & ~(FCR_CLEAR_RECEIVER | 4);
        if ((octet & FCR_CLEAR_RECEIVER) != 0) {
          received.clear();
        }
      }
      case 3 -> lcr = octet;
      case 4 -> setModemControl(octet & 0x1f);
      case 7 -> scr = octet;
      default -> {
        // LSR and MSR are read-only.
      }
    }
    follow();
  }

  @Override
  public void receive(Bytes data) {
    for (int i = 0; i < data.length(); i++) {
      accept(data.get(i));
    }
    follow();
  }

  @Override
  public UartSection save() {
    byte[] all = new byte[received.size()];
    int count = 0;
    for (byte octet : received) {
      all[count++] = octet;
    }
    int inFifo = Math.min(all.length, FIFO_BYTES);
    UartSection.Backlog backlog = new UartSection.Backlog(Bytes.of(Arrays.copyOfRange(all, inFifo, all.length)));
    return new UartSection(ier, fcr, lcr, mcr, scr, divisor, overrun, transmitterEmpty, msrChanges,
        Bytes.of(Arrays.copyOf(all, inFifo)), backlog);
  }

  @Override
  public void load(UartSection section) {
    if (section.backlog().needed() && section.receiveFifo().length() < FIFO_BYTES) {
      throw new InconsistentState("receiveFifo", FIFO_BYTES + " bytes, as there is a backlog",
          section.receiveFifo().length() + " bytes");
    }
    if (section.msrChanges() != 0 && !latchesModemChanges) {
      throw new InconsistentState("msrChanges", "0, as modem-status-changes is 0",
          Integer.toString(section.msrChanges()));
    }
    ier = section.ier();
    fcr = section.fcr();
    lcr = section.lcr();
    mcr = section.mcr();
    scr = section.scr();
    divisor = section.divisor();
    overrun = section.overrun();
    transmitterEmpty = section.transmitterEmpty();
    msrChanges = section.msrChanges();
    received.clear();
    addAll(section.receiveFifo());
    addAll(section.backlog().bytes());
    follow();
  }

  @Override
  public void reset() {
    ier = 0;
    fcr = 0;
    lcr = 0;
    mcr = 0;
    scr = 0;
    msrChanges = 0;
    divisor = DEFAULT_DIVISOR;
    overrun = false;
    transmitterEmpty = false;
    received.clear();
    follow();
  }

  private void transmit(byte octet) {
    if ((mcr & MCR_LOOP) != 0) {
      accept(octet);
    } else {
      ports.transmit(Bytes.of(octet));
    }
    // It is sent at once, so the transmitter is empty again.
    transmitterEmpty = true;
  }

  private void accept(byte octet) {
    if (received.size() >= FIFO_BYTES + MAX_BACKLOG_BYTES) {
      overrun = true;
    } else {
      received.add(octet);
    }
  }

  private long takeReceived() {
    Byte octet = received.poll();
    follow();
    return octet == null ? 0 : octet & 0xff;
  }

  private long identifyInterrupt() {
    int cause = cause();
    if (cause == IIR_TRANSMITTER_EMPTY) {
      transmitterEmpty = false;
      follow();
    }
    return cause | ((fcr & FCR_ENABLE) != 0 ? IIR_FIFOS : 0);
  }

  private long lineStatus() {
    int status = LSR_TRANSMITTER_EMPTY | (received.isEmpty() ? 0 : LSR_DATA_READY) | (overrun ? LSR_OVERRUN : 0);
    overrun = false;
    follow();
    return status;
  }

  private long takeModemStatus() {
    int status = modemInputs() | msrChanges;
    msrChanges = 0;
    follow();
    return status;
  }

  private void setModemControl(int value) {
    int before = modemInputs();
    mcr = value;
    if (latchesModemChanges) {
      msrChanges |= changes(before, modemInputs());
    }
  }

  /** Which inputs have changed; of the ring indicator only the end of ringing counts. */
  private static int changes(int before, int after) {
    int begunRinging = ~before & after & MSR_RING;
    return ((before ^ after) & ~begunRinging) >>> MSR_INPUTS_SHIFT;
  }

  /** In loop-back the modem's inputs are its outputs: DTR, RTS, OUT1 and OUT2 as DSR, CTS, RI and DCD. */
  private int modemInputs() {
    if ((mcr & MCR_LOOP) == 0) {
      return MSR_CONNECTED;
    }
    return (mcr & 1) << 5 | (mcr & 2) << 3 | (mcr & 4) << 4 | (mcr & 8) << 4;
  }

  private int cause() {
    if (overrun && (ier & IER_LINE_STATUS) != 0) {
      return IIR_LINE_STATUS;
    }
    if (!received.isEmpty() && (ier & IER_RECEIVED) != 0) {
      return IIR_RECEIVED;
    }
    if (transmitterEmpty && (ier & IER_TRANSMITTER_EMPTY) != 0) {
      return IIR_TRANSMITTER_EMPTY;
    }
    return msrChanges != 0 && (ier & IER_MODEM_STATUS) != 0 ? IIR_MODEM_STATUS : IIR_NONE;
  }

  private void addAll(Bytes bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      received.add(bytes.get(i));
    }
  }

  private void follow() {
    ports.setLine(0, cause() != IIR_NONE);
  }
}
