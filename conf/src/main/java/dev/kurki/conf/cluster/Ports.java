package dev.kurki.conf.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Looks at ports before anything is started, so that one that is taken is told in one line. */
public final class Ports {
  private static final int FIRST = 16_384;
  /** From here on Linux gives ports to outgoing connections: one of those could take a free one before it is listened at. */
  private static final int END = 32_768;
  private static final int ATTEMPTS = 1000;

  private Ports() {}

  /** Whether a program can listen there. */
  public static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port that is free at this moment, and that no outgoing connection takes.
   *
   * @throws IllegalStateException when the address is not this host's
   */
  public static int anyFree(String host) {
    return ThreadLocalRandom.current().ints(ATTEMPTS, FIRST, END).filter(port -> isFree(host, port)).findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing can listen at " + host));
  }
}
