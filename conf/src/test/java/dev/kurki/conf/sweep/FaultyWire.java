package dev.kurki.conf.sweep;

import dev.kurki.migration.wire.Sockets;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The network between source and target: passes their connections' frames on, one by one, and does to them what it is told. */
final class FaultyWire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int DRIP_BYTES = 16 << 10;
  private static final long DRIP_NANOS = 2_000_000;

  /** How a direction treats what comes. */
  enum Mode {
    PASS,
    DRIP,
    HOLD,
    VANISH
  }

  /** One connection through it. */
  private record Link(SocketChannel source, SocketChannel target, FrameSight sight) {
    void cut() {
      Sockets.close(source);
      Sockets.close(target);
    }
  }

  private final ServerSocketChannel listener;
  private final Strike strike;
  private final Consumer<Phase> reached;
  private final BooleanSupplier isGuestStopped;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger postcopies = new AtomicInteger();
  private Mode toTarget = Mode.PASS;
  private Mode toSource = Mode.PASS;
  private boolean isClosed;

  /**
   * A wire.
   *
   * @param host where the target listens
   * @param port where the target listens
   * @param reached hears of the phases that frames tell, before these go on
   * @param isGuestStopped whether the source's guest is
   */
  FaultyWire(String host, int port, Strike strike, Consumer<Phase> reached, BooleanSupplier isGuestStopped) {
    this.strike = strike;
    this.reached = reached;
    this.isGuestStopped = isGuestStopped;
    try {
      this.listener = Sockets.listen("127.0.0.1", 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Thread.ofPlatform().daemon().name("faulty-wire").start(() -> accept(host, port));
  }

  /** Where the source connects to. */
  int port() {
    return listener.socket().getLocalPort();
  }

  /** Treats the directions so from now on. */
  synchronized void become(Mode modeToTarget, Mode modeToSource) {
    toTarget = modeToTarget;
    toSource = modeToSource;
    notifyAll();
  }

  /** Resets the connections that there are. */
  void cut() {
    links.forEach(Link::cut);
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    Sockets.close(listener);
    cut();
  }

  private void accept(String host, int port) {
    try {
      while (true) {
        SocketChannel source = Sockets.accept(listener);
        Thread.ofPlatform().daemon().name("faulty-link").start(() -> connect(source, host, port));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void connect(SocketChannel source, String host, int port) {
    SocketChannel target = Sockets.open();
    Link link = new Link(source, target, new FrameSight(isGuestStopped, postcopies));
    links.add(link);
    try {
      Sockets.connect(target, host, port, PATIENCE);
      Thread.ofPlatform().daemon().name("to-source").start(() -> pass(link, target, source, false));
      pass(link, source, target, true);
    } catch (IOException e) {
      link.cut();
    }
  }

  private void pass(Link link, SocketChannel from, SocketChannel to, boolean isToTarget) {
    DataInputStream in = new DataInputStream(Channels.newInputStream(from));
    OutputStream out = Channels.newOutputStream(to);
    Optional<byte[]> late = Optional.empty();
    try {
      for (Optional<byte[]> next = frame(in); next.isPresent(); next = frame(in)) {
        byte[] frame = next.get();
        Optional<Phase> phase = link.sight().phaseOf(frame);
        phase.ifPresent(reached);
        if (phase.filter(strike::isAtFrame).isPresent()) {
          switch (strike.fault()) {
            case REORDER -> late = next;
            case DUPLICATE -> {
              write(out, frame, isToTarget);
              write(out, frame, isToTarget);
            }
            case CORRUPT -> {
              frame[frame.length - 5] ^= (byte) 0x10;
              write(out, frame, isToTarget);
            }
            default -> {
              out.write(frame, 0, frame.length / 2);
              cut();
            }
          }
        } else {
          write(out, frame, isToTarget);
          if (late.isPresent()) {
            write(out, late.get(), isToTarget);
            late = Optional.empty();
          }
        }
      }
      SocketChannel _ = to.shutdownOutput();
    } catch (IOException e) {
      link.cut();
    }
  }

  private static Optional<byte[]> frame(DataInputStream in) throws IOException {
    byte[] length = in.readNBytes(Integer.BYTES);
    if (length.length < Integer.BYTES) {
      return Optional.empty();
    }
    int rest = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] frame = new byte[Integer.BYTES + rest];
    System.arraycopy(length, 0, frame, 0, Integer.BYTES);
    in.readFully(frame, Integer.BYTES, rest);
    return Optional.of(frame);
  }

  private void write(OutputStream out, byte[] frame, boolean isToTarget) throws IOException {
    switch (awaited(isToTarget)) {
      case PASS -> out.write(frame);
      case DRIP -> {
        for (int at = 0; at < frame.length; at += DRIP_BYTES) {
          out.write(frame, at, Math.min(DRIP_BYTES, frame.length - at));
          LockSupport.parkNanos(DRIP_NANOS);
        }
      }
      case HOLD, VANISH -> {
        // It is in nobody's hands any more.
      }
    }
  }

  /** The mode of a direction, once it holds nothing back. */
  private synchronized Mode awaited(boolean isToTarget) throws InterruptedIOException {
    try {
      while ((isToTarget ? toTarget : toSource) == Mode.HOLD && !isClosed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the wire is not waited for");
    }
    return isToTarget ? toTarget : toSource;
  }
}
