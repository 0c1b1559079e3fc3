package dev.kurki.devices.clint;

import java.util.Arrays;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;

/**
 * mswi and mtimer.
 *
 * <pre>
 *   0x0000 + 4h   msip       bit 0 raises hart h's software interrupt
 *   0x4000 + 8h   mtimecmp   the timer interrupt is raised while mtime is not below it
 *   0xbff8        mtime      ticks of 100 ns since power-on; read-only, as the clock is the machine's
 * </pre>
 */
final class Clint implements DeviceModel<ClintSection> {
  static final int MAX_HARTS = 4095;
  static final long NANOS_PER_TICK = 100;

  private static final long MTIMECMP = 0x4000;
  private static final long MTIME = 0xbff8;
  private static final long NEVER = -1;
  private static final long LOW_WORD = 0xffff_ffffL;

  private final DevicePorts ports;
  private final byte[] msip;
  private final long[] mtimecmp;

  Clint(DevicePorts ports, int harts) {
    this.ports = ports;
    this.msip = new byte[harts];
    this.mtimecmp = new long[harts];
    Arrays.fill(mtimecmp, NEVER);
  }

  @Override
  public long read(long offset, int width) {
    long register = offset & -8;
    if (register == MTIME) {
      return part(mtime(), offset, width);
    }
    if (offset < MTIMECMP) {
      int hart = (int) (offset / Integer.BYTES);
      return width == Integer.BYTES && hart < msip.length ? msip[hart] : 0;
    }
    long hart = (register - MTIMECMP) / Long.BYTES;
    return hart < mtimecmp.length ? part(mtimecmp[(int) hart], offset, width) : 0;
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset < MTIMECMP) {
      int hart = (int) (offset / Integer.BYTES);
      if (width == Integer.BYTES && hart < msip.length) {
        msip[hart] = (byte) (value & 1);
        ports.setLine(2 * hart, msip[hart] != 0);
      }
      return;
    }
    long hart = ((offset & -8) - MTIMECMP) / Long.BYTES;
    if (hart < mtimecmp.length) {
      int i = (int) hart;
      mtimecmp[i] = width == Long.BYTES ? value : merged(mtimecmp[i], offset, value);
      follow();
    }
  }

  @Override
  public void alarm() {
    follow();
  }

  @Override
  public ClintSection save() {
    return new ClintSection(Bytes.of(msip), Longs.of(mtimecmp));
  }

  @Override
  public void load(ClintSection section) {
    check("msip", section.msip().length());
    check("mtimecmp", section.mtimecmp().length());
    for (int hart = 0; hart < msip.length; hart++) {
      int bit = section.msip().get(hart);
      if (bit != 0 && bit != 1) {
        throw new InconsistentState("msip[" + hart + "]", "0 or 1", Integer.toString(bit & 0xff));
      }
    }
    System.arraycopy(section.msip().toArray(), 0, msip, 0, msip.length);
    System.arraycopy(section.mtimecmp().toArray(), 0, mtimecmp, 0, mtimecmp.length);
    follow();
  }

  @Override
  public void reset() {
    Arrays.fill(msip, (byte) 0);
    Arrays.fill(mtimecmp, NEVER);
    follow();
  }

  /** Drives all lines and sets the alarm for the next timer that is not due yet. */
  private void follow() {
    long now = mtime();
    long next = NEVER;
    for (int hart = 0; hart < mtimecmp.length; hart++) {
      boolean due = Long.compareUnsigned(now, mtimecmp[hart]) >= 0;
      ports.setLine(2 * hart, msip[hart] != 0);
      ports.setLine(2 * hart + 1, due);
      if (!due && Long.compareUnsigned(mtimecmp[hart], next) < 0) {
        next = mtimecmp[hart];
      }
    }
    boolean reachable = Long.compareUnsigned(next, Long.MAX_VALUE / NANOS_PER_TICK) < 0;
    ports.setAlarm(reachable ? next * NANOS_PER_TICK : DevicePorts.NO_ALARM);
  }

  private long mtime() {
    return ports.guestNanos() / NANOS_PER_TICK;
  }

  private void check(String field, int length) {
    if (length != mtimecmp.length) {
      throw new InconsistentState(field, "one for each of " + mtimecmp.length + " harts", length + " of them");
    }
  }

  private static long part(long register, long offset, int width) {
    if (width == Long.BYTES) {
      return register;
    }
    return (offset & 4) != 0 ? register >>> 32 : register & LOW_WORD;
  }

  private static long merged(long register, long offset, long half) {
    return (offset & 4) != 0 ? half << 32 | register & LOW_WORD : register & ~LOW_WORD | half;
  }
}
