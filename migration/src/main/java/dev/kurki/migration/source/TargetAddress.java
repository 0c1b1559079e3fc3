package dev.kurki.migration.source;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.stream.FrameWriter;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.wire.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where a target waits for a migration's connections.
 *
 * @param host the address
 * @param port the port
 * @param token what connections have to show
 */
record TargetAddress(String host, int port, Bytes token) {
  /** Something that blocks in a socket. */
  interface Blocking<T> {
    /**
     * Does it.
     *
     * @throws IOException when the socket fails, or is closed meanwhile
     */
    T call() throws IOException;
  }

  /** Where a target that has taken an offer waits. */
  static TargetAddress of(Accepted accepted) {
    return new TargetAddress(accepted.host(), accepted.port(), Bytes.utf8(accepted.token()));
  }

  /**
   * Connects a socket, and secures the wire. It blocks, for about twice as long as a target may take to answer an offer.
   *
   * @throws IOException when the target is not there, or does not agree on how the wire is secured
   */
  Wire connect(SocketChannel socket, MigrationParameters parameters) throws IOException {
    SocketChannel connected = Sockets.connect(socket, host, port, parameters.setupTimeout());
    return inTime(connected, parameters.setupTimeout(), () -> parameters.security().toTarget(connected));
  }

  /** The same for a connection beside the first, which begins with a header of its own. */
  Wire join(SocketChannel socket, MigrationParameters parameters, Header header) throws IOException {
    Wire wire = connect(socket, parameters);
    int _ = new FrameWriter(wire).write(header);
    return wire;
  }

  /** Closes the socket when what blocks in it takes longer. */
  static <T> T inTime(SocketChannel socket, Duration patience, Blocking<T> blocking) throws IOException {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    CompletableFuture<Void> _ = done.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(inTime -> {
          if (!inTime) {
            Sockets.close(socket);
          }
        });
    try {
      return blocking.call();
    } finally {
      done.complete(true);
    }
  }
}
