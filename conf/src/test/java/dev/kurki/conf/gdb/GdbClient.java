package dev.kurki.conf.gdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks GDB's remote serial protocol as GDB does. */
final class GdbClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream input;

  GdbClient(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.input = socket.getInputStream();
  }

  /** The answer to a packet. */
  String ask(String packet) throws IOException {
    send(packet);
    return answer();
  }

  void send(String packet) throws IOException {
    raw("$" + packet + "#" + String.format("%02x", packet.chars().sum() & 0xff));
  }

  void raw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next packet's data, acknowledgements passed over. */
  String answer() throws IOException {
    int next = next();
    while (next != '$') {
      next = next();
    }
    StringBuilder data = new StringBuilder();
    for (next = next(); next != '#'; next = next()) {
      data.append((char) next);
    }
    int _ = next();
    int _ = next();
    raw("+");
    return data.toString();
  }

  /** The next byte; -1 when the connection is over. */
  int read() throws IOException {
    return input.read();
  }

  private int next() throws IOException {
    int next = read();
    if (next < 0) {
      throw new IOException("the connection is over");
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
