package dev.kurki.migration.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.FrameWriter;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.wire.TestAuthority;
import dev.kurki.migration.wire.Wire;
import dev.kurki.migration.wire.WireSecurity;
import dev.kurki.migration.wire.WireSecurity.Plain;
import dev.kurki.migration.wire.WireSecurity.Tls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
class ListenerTest {
  private static final Bytes TOKEN = Bytes.utf8("token");
  private static final WireSecurity PLAIN = new Plain();

  @TempDir
  private static Path folder = Path.of("");
  private static Tls node;
  private static Tls stranger;

  @BeforeAll
  static void makeCertificates() {
    node = new Tls(new TestAuthority(folder, "authority").node("alpha").read());
    stranger = new Tls(new TestAuthority(folder, "elsewhere").node("stranger").read());
  }

  @Test
  void whoever_has_no_certificate_or_no_tls_does_not_disturb_the_one_that_is_waited_for() throws IOException {
    try (Listener listener = new Listener("127.0.0.1", 0, TOKEN, node)) {
      Wire plain = guest(listener, PLAIN);
      say(plain, TOKEN);
      assertShownOut(plain);
      assertThatThrownBy(() -> guest(listener, stranger)).isInstanceOf(IOException.class);
      assertThat(listener.connection()).isNotDone();

      try (Wire expected = guest(listener, node)) {
        say(expected, TOKEN);

        assertThat(listener.connection()).succeedsWithin(1, TimeUnit.MINUTES)
            .satisfies(connection -> assertThat(connection.header().token()).isEqualTo(TOKEN));
      }
    }
  }

  @Test
  void why_a_guest_is_shown_out_stands_in_the_log_in_one_line() throws IOException {
    Logger log = (Logger) LoggerFactory.getLogger(Listener.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (Listener listener = new Listener("127.0.0.1", 0, TOKEN, PLAIN)) {
      Wire other = guest(listener, PLAIN);
      say(other, Bytes.utf8("another"));
      assertShownOut(other);

      assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).singleElement().asString()
          .contains("is shown out", "it shows another token").hasLineCount(1);
    } finally {
      log.detachAppender(lines);
    }
  }

  @Test
  void a_good_certificate_without_the_token_gets_nowhere() throws IOException {
    try (Listener listener = new Listener("127.0.0.1", 0, TOKEN, node)) {
      Wire other = guest(listener, node);
      say(other, Bytes.utf8("another"));

      assertShownOut(other);
      assertThat(listener.connection()).isNotDone();
    }
  }

  @Test
  void tls_is_shown_out_where_there_is_none() throws IOException {
    try (Listener listener = new Listener("127.0.0.1", 0, TOKEN, PLAIN)) {
      assertThatThrownBy(() -> guest(listener, node)).isInstanceOf(IOException.class)
          .hasMessageContaining("there is no TLS connection: ");
      assertThat(listener.connection()).isNotDone();

      try (Wire expected = guest(listener, PLAIN)) {
        say(expected, TOKEN);

        assertThat(listener.connection()).succeedsWithin(1, TimeUnit.MINUTES);
      }
    }
  }

  @Test
  void a_further_connection_that_overtakes_the_first_is_not_taken_for_it() throws IOException {
    CompletableFuture<Listener.Connection> further = new CompletableFuture<>();
    try (Listener listener = new Listener("127.0.0.1", 0, TOKEN, PLAIN, Optional.of(further::complete));
        Wire overtaking = guest(listener, PLAIN);
        Wire first = guest(listener, PLAIN)) {
      int _ = new FrameWriter(overtaking).write(new PageChannel(3).header(TOKEN));
      assertThat(further).succeedsWithin(1, TimeUnit.MINUTES)
          .satisfies(connection -> assertThat(PageChannel.of(connection.header())).contains(new PageChannel(3)));
      assertThat(listener.connection()).isNotDone();

      say(first, TOKEN);

      assertThat(listener.connection()).succeedsWithin(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void a_further_connection_is_shown_out_where_none_is_waited_for() throws IOException {
    try (Listener listener = new Listener("127.0.0.1", 0, TOKEN, PLAIN)) {
      Wire further = guest(listener, PLAIN);
      int _ = new FrameWriter(further).write(new PageChannel(1).header(TOKEN));

      assertShownOut(further);
      assertThat(listener.connection()).isNotDone();
    }
  }

  private static Wire guest(Listener listener, WireSecurity security) throws IOException {
    return security
        .toTarget(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port())));
  }

  private static void say(Wire wire, Bytes token) throws IOException {
    int _ = new FrameWriter(wire).write(new Header(FrameCodec.FORMAT_VERSION, token, Bytes.EMPTY));
  }

  /** It may be told why, and hears nothing else until the end. */
  private static void assertShownOut(Wire wire) throws IOException {
    ByteBuffer heard = ByteBuffer.allocate(1 << 10);
    try {
      while (wire.read(heard) >= 0) {
        assertThat(heard.hasRemaining()).isTrue();
      }
    } catch (IOException e) {
      // It was disconnected while it spoke.
    }
    wire.close();
  }
}
