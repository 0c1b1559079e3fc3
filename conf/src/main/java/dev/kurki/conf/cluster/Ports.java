package dev.kurki.conf.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks at ports before anything is started, so that one that is taken is told in one line. */
public final class Ports {
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
   * A port that is free at this moment.
   *
   * @throws IllegalStateException when the address is not this host's
   */
  public static int anyFree(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("nothing can listen at " + host, e);
    }
  }
}
