package dev.kurki.migration.target;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.migration.fuzzed.Scratch;
import dev.kurki.migration.wire.TestAuthority;
import dev.kurki.migration.wire.WireSecurity;
import dev.kurki.migration.wire.WireSecurity.Plain;
import dev.kurki.migration.wire.WireSecurity.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A listener that is greeted by strangers: each is shown out, or is the one that is waited for. */
public final class FuzzedGreeting implements FuzzedReader {
  private final WireSecurity security;
  private volatile @Nullable Throwable died;
  private Listener listener;

  private FuzzedGreeting(WireSecurity security) {
    this.security = security;
    this.listener = listening();
    // A guest whose thread dies is disconnected late, and nobody says why.
    Thread.setDefaultUncaughtExceptionHandler((_, problem) -> died = problem);
    log(Level.OFF);
  }

  /** Without TLS. */
  public FuzzedGreeting() {
    this(new Plain());
  }

  /** With TLS. */
  public static FuzzedReader withTls() {
    TestAuthority authority = new TestAuthority(Scratch.folder("tls"), "authority");
    return new FuzzedGreeting(new Tls(authority.node("node").read()));
  }

  @Override
  public void read(byte[] input) throws IOException {
    try (SocketChannel guest = SocketChannel
        .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()))) {
      say(guest, input);
      hear(guest);
    }
    if (died != null) {
      throw new AssertionError("a guest ends the thread that greets it", died);
    }
    if (listener.connection().isDone()) {
      listener.close();
      listener = listening();
    }
  }

  @Override
  public void close() {
    listener.close();
    Thread.setDefaultUncaughtExceptionHandler(null);
    log(Level.WARN);
  }

  private static void log(Level level) {
    ((Logger) LoggerFactory.getLogger(Listener.class)).setLevel(level);
  }

  private static void say(SocketChannel guest, byte[] input) {
    try {
      for (ByteBuffer out = ByteBuffer.wrap(input); out.hasRemaining();) {
        int _ = guest.write(out);
      }
      SocketChannel _ = guest.shutdownOutput();
    } catch (IOException e) {
      // It was shown out while it spoke.
    }
  }

  /** Until it is shown out, or let in. */
  private void hear(SocketChannel guest) {
    ByteBuffer heard = ByteBuffer.allocate(1 << 12);
    try {
      guest.configureBlocking(false);
      while (guest.read(heard.clear()) >= 0 && !listener.connection().isDone()) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      // It was disconnected.
    }
  }

  private Listener listening() {
    try {
      return new Listener("127.0.0.1", 0, Bytes.utf8(TOKEN), security);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
