package dev.kurki.migration.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 (RFC 8446) on a blocking socket.
 *
 * <pre>
 *   write:  caller's buffer --wrap--&gt; out, up to 15 records --one write--&gt; socket
 *   read:   socket --one read--&gt; in, up to 15 records --unwrap--&gt; caller's buffer, and what it has no room for into rest
 * </pre>
 *
 * <p>A client is through with its handshake before its certificate has been looked at. So the server says one byte behind its
 * own handshake, and the client waits for it: an open channel is one that both ends agree on. An end that was not announced by
 * a close_notify is no end but a failure.
 *
 * <p>The buffers are fixed, whatever the peer sends. They are on the heap: the JDK's AES-GCM works on arrays, and would copy
 * what is outside of the heap by 512 bytes.
 */
final class TlsChannel implements Wire {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final byte WELCOME = 1;

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final int recordBytes;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  /** What came, to be read from; under the lock of reading. */
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  /** What was unwrapped and is still to be given out, to be read from; under the lock of reading. */
  private final ByteBuffer rest;
  /** What is to go, to be written to; under the lock of writing. */
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);

  private TlsChannel(SocketChannel socket, SSLEngine engine) {
    this.socket = socket;
    this.engine = engine;
    this.recordBytes = engine.getSession().getPacketBufferSize();
    this.rest = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
  }

  /**
   * A channel to a server with which the engine comes to agree.
   *
   * @param socket is connected and blocks; closing it ends the handshake
   * @param engine a client's
   * @throws IOException when the peer is shown out or shows this one out; the socket is closed then
   */
  static TlsChannel toServer(SocketChannel socket, SSLEngine engine) throws IOException {
    TlsChannel channel = new TlsChannel(socket, engine);
    channel.shakeHands();
    try {
      if (channel.read(ByteBuffer.allocate(1)) < 0) {
        throw new EOFException("it has ended the connection");
      }
      return channel;
    } catch (IOException e) {
      throw channel.notOpened(e);
    }
  }

  /** A channel to a client; otherwise as {@link #toServer}. */
  static TlsChannel toClient(SocketChannel socket, SSLEngine engine) throws IOException {
    TlsChannel channel = new TlsChannel(socket, engine);
    channel.shakeHands();
    int _ = channel.write(ByteBuffer.wrap(new byte[]{WELCOME}));
    return channel;
  }

  /**
   * Reads what there is, at least one byte.
   *
   * @return how many bytes, -1 when the peer has announced its end
   * @throws IOException when the stream is cut or not the peer's, or the channel is closed
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    reading.lock();
    try {
      int start = into.position();
      giveRest(into);
      while (into.hasRemaining()) {
        switch (unwrap(into).getStatus()) {
          case OK -> tend();
          case BUFFER_UNDERFLOW -> {
            if (into.position() > start) {
              return into.position() - start;
            }
            receive();
          }
          case CLOSED -> {
            return into.position() > start ? into.position() - start : -1;
          }
          case BUFFER_OVERFLOW -> throw new SSLException("a TLS record that is longer than one may be");
        }
      }
      return into.position() - start;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Writes all of it.
   *
   * @throws IOException when the peer is gone, or the channel is closed
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    writing.lock();
    try {
      int start = from.position();
      while (from.hasRemaining()) {
        out.clear();
        while (from.hasRemaining() && out.remaining() >= recordBytes) {
          if (engine.wrap(from, out).getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new ClosedChannelException();
          }
        }
        flush();
      }
      return from.position() - start;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void endOutput() throws IOException {
    writing.lock();
    try {
      engine.closeOutbound();
      wrapOwn();
      flush();
      SocketChannel _ = socket.shutdownOutput();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  /** Announces the end where nobody is at it and the socket takes it at once; whoever blocks in it is not waited for. */
  @Override
  public void close() throws IOException {
    if (writing.tryLock()) {
      try {
        if (reading.tryLock()) {
          try {
            sayGoodbye();
          } finally {
            reading.unlock();
          }
        }
      } finally {
        writing.unlock();
      }
    }
    socket.close();
  }

  private void sayGoodbye() {
    if (!socket.isOpen() || engine.isOutboundDone()) {
      return;
    }
    try {
      socket.configureBlocking(false);
      engine.closeOutbound();
      wrapOwn();
      int _ = socket.write(out.flip());
    } catch (IOException e) {
      // The peer is gone.
    }
  }

  private void shakeHands() throws IOException {
    try {
      engine.beginHandshake();
      for (HandshakeStatus status = engine
          .getHandshakeStatus(); status != HandshakeStatus.NOT_HANDSHAKING; status = engine
              .getHandshakeStatus()) {
        switch (status) {
          case NEED_TASK -> runTasks();
          case NEED_WRAP -> {
            wrapOwn();
            flush();
          }
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> takeHandshake();
          case FINISHED, NOT_HANDSHAKING -> {
            // The next look at the engine ends this.
          }
        }
      }
      requireInForce();
    } catch (IOException e) {
      throw notOpened(e);
    }
  }

  /** A certificate that is an authority itself is believed by the JDK whatever its dates are. */
  private void requireInForce() throws IOException {
    Certificate own = engine.getSession().getPeerCertificates()[0];
    try {
      if (own instanceof X509Certificate dated) {
        dated.checkValidity();
      }
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new SSLException("the peer's certificate is not in force now", e);
    }
  }

  private void takeHandshake() throws IOException {
    switch (unwrap(ByteBuffer.allocate(0)).getStatus()) {
      case OK -> {
        // The engine says what is next.
      }
      case BUFFER_UNDERFLOW -> receive();
      case CLOSED -> throw new EOFException("it has ended the connection");
      case BUFFER_OVERFLOW -> throw new SSLException("a TLS record that is longer than one may be");
    }
  }

  /** The peer is told, if the engine has something to tell, and the socket closed. */
  private IOException notOpened(IOException problem) {
    try {
      engine.closeOutbound();
      wrapOwn();
      flush();
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
    boolean isGivenUp = problem instanceof AsynchronousCloseException || problem instanceof ClosedChannelException;
    try {
      socket.close();
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
    return new IOException("there is no TLS connection: "
        + (isGivenUp ? "it was given up before the peer had agreed" : reason(problem)), problem);
  }

  private static String reason(IOException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return "the peer's certificate comes from none of this node's authorities";
      }
    }
    return PemFiles.oneLine(problem);
  }

  /** Unwraps a record; called only when there is no rest. */
  private SSLEngineResult unwrap(ByteBuffer into) throws IOException {
    rest.clear();
    try {
      return engine.unwrap(in, new ByteBuffer[]{into, rest});
    } finally {
      rest.flip();
    }
  }

  /** Does what the engine has to do between records: a peer may want new keys (RFC 8446, section 4.6.3). */
  private void tend() throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> runTasks();
      case NEED_WRAP -> answer();
      case NOT_HANDSHAKING, FINISHED, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        // There is nothing to do but to read on.
      }
    }
  }

  /** Whoever is writing sends what the engine has to say with its next record. */
  private void answer() throws IOException {
    if (writing.tryLock()) {
      try {
        wrapOwn();
        flush();
      } finally {
        writing.unlock();
      }
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Wraps what the engine itself has to say, until it has no more. */
  private void wrapOwn() throws SSLException {
    out.clear();
    ByteBuffer nothing = ByteBuffer.allocate(0);
    while (out.remaining() >= recordBytes) {
      SSLEngineResult result = engine.wrap(nothing, out);
      if (result.getHandshakeStatus() != HandshakeStatus.NEED_WRAP || result.bytesProduced() == 0) {
        return;
      }
    }
  }

  private void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      int _ = socket.write(out);
    }
  }

  private void giveRest(ByteBuffer into) {
    int bytes = Math.min(into.remaining(), rest.remaining());
    into.put(into.position(), rest, rest.position(), bytes);
    into.position(into.position() + bytes);
    rest.position(rest.position() + bytes);
  }

  /** Blocks for more of the peer's. */
  private void receive() throws IOException {
    in.compact();
    try {
      if (socket.read(in) < 0) {
        throw new EOFException("the TLS stream is cut: its end was not announced");
      }
    } finally {
      in.flip();
    }
  }
}
