package dev.kurki.conf.gdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes packets out of a stream of bytes (GDB manual, section E.1).
 *
 * <pre>
 *   $ data # checksum     a packet; in the data, } escapes the next byte, which is xored with 0x20
 *   0x03                  interrupt
 *   + -                   acknowledgements, passed over
 * </pre>
 */
final class PacketReader {
  /** The longest packet that is taken, in bytes. */
  static final int MAX_BYTES = 0x4000;

  private static final int INTERRUPT = 3;
  private static final int ESCAPE = '}';
  private static final int ESCAPING = 0x20;

  /** What has come. */
  sealed interface Event {}

  /** A whole packet, its data unescaped, a character a byte. */
  record Packet(String data) implements Event {}

  /** A packet whose checksum is wrong, or that is too long. */
  record Garbled() implements Event {}

  /** The debugger wants the machine to stop. */
  record Interrupt() implements Event {}

  private enum Place {
    OUTSIDE,
    DATA,
    ESCAPED,
    CHECKSUM
  }

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final StringBuilder checksum = new StringBuilder();
  private Place place = Place.OUTSIDE;
  private int sum;

  /** The events that some bytes complete. */
  List<Event> read(byte[] bytes) {
    List<Event> events = new ArrayList<>();
    for (byte next : bytes) {
      read(next & 0xff, events);
    }
    return events;
  }

  /** A packet around data; characters above 0xff have no place in it. */
  static byte[] packet(String data) {
    StringBuilder escaped = new StringBuilder();
    data.chars().forEach(next -> {
      if (next == '#' || next == '$' || next == ESCAPE || next == '*') {
        escaped.append((char) ESCAPE).append((char) (next ^ ESCAPING));
      } else {
        escaped.append((char) next);
      }
    });
    int total = escaped.chars().sum() & 0xff;
    return ("$" + escaped + "#" + String.format("%02x", total)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void read(int next, List<Event> events) {
    switch (place) {
      case OUTSIDE -> {
        if (next == '$') {
          data.reset();
          sum = 0;
          place = Place.DATA;
        } else if (next == INTERRUPT) {
          events.add(new Interrupt());
        }
      }
      case DATA -> {
        if (next == '#') {
          checksum.setLength(0);
          place = Place.CHECKSUM;
        } else {
          sum += next;
          place = next == ESCAPE ? Place.ESCAPED : keep(next, events);
        }
      }
      case ESCAPED -> {
        sum += next;
        place = keep(next ^ ESCAPING, events);
      }
      case CHECKSUM -> {
        checksum.append((char) next);
        if (checksum.length() == 2) {
          place = Place.OUTSIDE;
          boolean right = checksum.toString().equalsIgnoreCase(String.format("%02x", sum & 0xff));
          events.add(right ? new Packet(data.toString(StandardCharsets.ISO_8859_1)) : new Garbled());
        }
      }
    }
  }

  private Place keep(int next, List<Event> events) {
    if (data.size() == MAX_BYTES) {
      events.add(new Garbled());
      return Place.OUTSIDE;
    }
    data.write(next);
    return Place.DATA;
  }
}
