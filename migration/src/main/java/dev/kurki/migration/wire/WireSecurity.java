package dev.kurki.migration.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * How a node secures the streams of machines that leave it and that come. It is the same for both: two nodes of which one has
 * TLS and the other has not do not move machines to one another.
 */
public sealed interface WireSecurity {
  /**
   * A source's end of a connection that it has made; blocks until both ends know one another.
   *
   * @param socket is closed by whoever waits no longer, which ends this
   * @throws IOException when they do not come to know one another, with a reason for people
   */
  Wire toTarget(SocketChannel socket) throws IOException;

  /** A target's end of a connection that it was asked for; otherwise as {@link #toTarget}. */
  Wire toSource(SocketChannel socket) throws IOException;

  /** Whether it is TLS. */
  boolean isTls();

  /** None: for networks that nobody else is on. */
  record Plain() implements WireSecurity {
    @Override
    public Wire toTarget(SocketChannel socket) {
      return new SocketWire(socket);
    }

    @Override
    public Wire toSource(SocketChannel socket) {
      return new SocketWire(socket);
    }

    @Override
    public boolean isTls() {
      return false;
    }
  }

  /**
   * TLS 1.3; both ends show a certificate.
   *
   * @param credentials what is shown, and who is believed
   * @param verifiesHostname whether a target's certificate has to name the host that was connected to
   */
  record Tls(Credentials credentials, boolean verifiesHostname) implements WireSecurity {
    /** Whatever host a certificate names, it is its authority that counts. */
    public Tls(Credentials credentials) {
      this(credentials, false);
    }

    @Override
    public Wire toTarget(SocketChannel socket) throws IOException {
      return TlsChannel.toServer(socket,
          verifiesHostname && socket.getRemoteAddress() instanceof InetSocketAddress target
              ? credentials.client(target.getHostString(), target.getPort())
              : credentials.client());
    }

    @Override
    public Wire toSource(SocketChannel socket) throws IOException {
      return TlsChannel.toClient(socket, credentials.server());
    }

    @Override
    public boolean isTls() {
      return true;
    }
  }
}
