package dev.kurki.migration.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.migration.wire.WireSecurity.Tls;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that holds its target's certificate against the host that it has connected to. */
class HostnameTest {
  private static final String HOST = "127.0.0.1";

  @TempDir
  private static Path folder = Path.of("");
  private static TestAuthority.NodeFiles here = new TestAuthority.NodeFiles(folder, folder, folder);
  private static TestAuthority.NodeFiles elsewhere = here;

  @BeforeAll
  static void certify() {
    TestAuthority authority = new TestAuthority(folder, "authority");
    here = authority.node("here", "EC", "-ext", "san=ip:" + HOST);
    elsewhere = authority.node("elsewhere", "EC", "-ext", "san=dns:elsewhere.example");
  }

  @Test
  void one_that_names_it_is_believed() throws IOException {
    assertThat(meet(new Tls(elsewhere.read(), true), new Tls(here.read(), true))).isTrue();
  }

  @Test
  void one_that_names_another_is_not() {
    assertThatThrownBy(() -> meet(new Tls(here.read(), true), new Tls(elsewhere.read(), true)))
        .isInstanceOf(IOException.class).hasMessageContaining(HOST);
  }

  @Test
  void names_do_not_count_unless_it_is_wanted() throws IOException {
    assertThat(meet(new Tls(here.read()), new Tls(elsewhere.read()))).isTrue();
  }

  /** Whether both ends come to know one another. */
  private static boolean meet(Tls source, Tls target) throws IOException {
    try (ServerSocketChannel listener = Sockets.listen(HOST, 0)) {
      CompletableFuture<Wire> met = new CompletableFuture<>();
      Thread _ = Thread.ofPlatform().daemon().start(() -> {
        try {
          met.complete(target.toSource(Sockets.accept(listener)));
        } catch (IOException e) {
          met.completeExceptionally(e);
        }
      });
      Wire wire = source.toTarget(
          Sockets.connect(Sockets.open(), HOST, listener.socket().getLocalPort(), Duration.ofMinutes(1)));
      Sockets.close(met.orTimeout(1, TimeUnit.MINUTES).join());
      Sockets.close(wire);
      return true;
    }
  }
}
