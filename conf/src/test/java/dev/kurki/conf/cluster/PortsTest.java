package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final int FIRST_OF_OUTGOING_CONNECTIONS = 32_768;

  @Test
  void a_free_port_can_be_listened_at_and_is_taken_by_no_outgoing_connection() throws IOException {
    int port = Ports.anyFree("127.0.0.1");

    assertThat(port).isLessThan(FIRST_OF_OUTGOING_CONNECTIONS);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(Ports.isFree("127.0.0.1", port)).isFalse();
    }
  }

  @Test
  void another_hosts_address_has_none() {
    assertThatThrownBy(() -> Ports.anyFree("192.0.2.1")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("192.0.2.1");
  }
}
