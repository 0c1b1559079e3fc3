package dev.kurki.migration.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A second descriptor of a connected socket, for the system calls that Java has not. It is this one's own, so that no call can
 * come to another file whose number the socket's had been: the socket is looked for by its two addresses among the process's
 * descriptors, and the one that was found is looked at again once it is this one's own.
 *
 * <p>A socket that is closed lives on until this is. So whoever closes it shuts it down first, as {@link Sockets} does, which
 * ends what blocks here.
 */
final class SocketDescriptor implements AutoCloseable {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  /** Room for a {@code sockaddr} of either family. */
  private static final int ADDRESS_BYTES = 64;
  private static final int PORT_AT = 2;
  private static final int INET_ADDRESS_AT = 4;
  private static final int INET_ADDRESS_BYTES = 4;
  private static final int INET6_ADDRESS_AT = 8;
  private static final int INET6_ADDRESS_BYTES = 16;
  private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final SpliceCalls calls;
  private final int number;
  private boolean isClosed;

  private SocketDescriptor(SpliceCalls calls, int number) {
    this.calls = calls;
    this.number = number;
  }

  /** A second descriptor of a socket; none where the host shows none, or the socket is closed meanwhile. */
  static Optional<SocketDescriptor> of(SocketChannel socket) {
    return SpliceCalls.ofHost().flatMap(calls -> {
      try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
        SocketAddress here = socket.getLocalAddress();
        SocketAddress there = socket.getRemoteAddress();
        for (Path each : open) {
          int number = Integer.parseInt(each.getFileName().toString());
          if (connects(calls, number, here, there)) {
            return own(calls, number, here, there);
          }
        }
        return Optional.empty();
      } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
        return Optional.empty();
      }
    });
  }

  private static Optional<SocketDescriptor> own(SpliceCalls calls, int found, SocketAddress here, SocketAddress there) {
    int second = (int) calls.fcntl(found, F_DUPFD_CLOEXEC, 0);
    if (second < 0) {
      return Optional.empty();
    }
    SocketDescriptor own = new SocketDescriptor(calls, second);
    if (!connects(calls, second, here, there)) {
      own.close();
      return Optional.empty();
    }
    return Optional.of(own);
  }

  private static boolean connects(SpliceCalls calls, int number, SocketAddress here, SocketAddress there) {
    return address((into, length) -> calls.getsockname(number, into, length)).filter(here::equals).isPresent()
        && address((into, length) -> calls.getpeername(number, into, length)).filter(there::equals).isPresent();
  }

  private interface Naming {
    long into(MemorySegment address, MemorySegment length);
  }

  /** A {@code sockaddr_in} or {@code sockaddr_in6}; none where the call fails, as for what is no socket. */
  private static Optional<InetSocketAddress> address(Naming naming) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_BYTES);
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, ADDRESS_BYTES);
      if (naming.into(address, length) < 0) {
        return Optional.empty();
      }
      int port = Short.toUnsignedInt(address.get(PORT, PORT_AT));
      return switch (address.get(ValueLayout.JAVA_SHORT, 0)) {
        case AF_INET ->
          Optional.of(new InetSocketAddress(host(address.asSlice(INET_ADDRESS_AT, INET_ADDRESS_BYTES)), port));
        case AF_INET6 ->
          Optional.of(new InetSocketAddress(host(address.asSlice(INET6_ADDRESS_AT, INET6_ADDRESS_BYTES)), port));
        default -> Optional.empty();
      };
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of a length that there is not", e);
    }
  }

  private static InetAddress host(MemorySegment address) throws UnknownHostException {
    return InetAddress.getByAddress(address.toArray(ValueLayout.JAVA_BYTE));
  }

  /** Its number, as long as it is not closed. */
  int number() {
    return number;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      long _ = calls.close(number);
    }
  }
}
