package dev.kurki.migration.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.kurki.migration.wire.WireSecurity.Tls;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TlsChannelTest {
  private static final int BYTES = 32 << 20;

  @TempDir
  private static Path folder = Path.of("");
  private static TestAuthority authority;
  private static Tls alpha;
  private static Tls beta;

  /** Two ends of one connection. */
  private record Ends(Wire source, Wire target, SocketChannel sourceSocket) implements AutoCloseable {
    @Override
    public void close() {
      Sockets.close(source);
      Sockets.close(target);
    }
  }

  @BeforeAll
  static void makeCertificates() {
    authority = new TestAuthority(folder, "authority");
    alpha = new Tls(authority.node("alpha").read());
    beta = new Tls(authority.node("beta").read());
  }

  @Test
  void pages_arrive_as_they_were_sent_both_ways_at_once_whatever_is_read_and_written_at_a_time() throws IOException {
    try (Ends ends = connect(alpha, beta)) {
      byte[] there = random(1);
      byte[] back = random(2);

      CompletableFuture<Integer> sent = running(() -> write(ends.source(), there, 3));
      CompletableFuture<Integer> answered = running(() -> write(ends.target(), back, 4));
      CompletableFuture<byte[]> heard = running(() -> read(ends.source(), 5));
      byte[] arrived = read(ends.target(), 6);

      assertThat(arrived).isEqualTo(there);
      assertThat(heard.join()).isEqualTo(back);
      assertThat(CompletableFuture.allOf(sent, answered)).succeedsWithin(1, TimeUnit.MINUTES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void a_certificate_may_have_a_key_of_each_kind(String algorithm) throws IOException {
    Tls node = new Tls(authority.node(algorithm.toLowerCase(Locale.ROOT), algorithm).read());

    try (Ends ends = connect(node, node)) {
      int _ = ends.source().write(ByteBuffer.wrap(new byte[]{42}));

      ByteBuffer one = ByteBuffer.allocate(1);
      assertThat(ends.target().read(one)).isEqualTo(1);
      assertThat(one.get(0)).isEqualTo((byte) 42);
    }
  }

  @Test
  void an_end_that_was_announced_is_an_end_and_the_answer_is_still_heard() throws IOException {
    try (Ends ends = connect(alpha, beta)) {
      ends.source().endOutput();

      assertThat(ends.target().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(ends.target().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(ends.target().write(ByteBuffer.allocate(1))).isEqualTo(1);
      assertThat(ends.source().read(ByteBuffer.allocate(1))).isEqualTo(1);
      assertThatThrownBy(() -> ends.source().write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);

      ends.target().close();

      assertThat(ends.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void an_end_that_was_not_announced_is_a_cut() throws IOException {
    try (Ends ends = connect(alpha, beta)) {
      ends.sourceSocket().close();

      assertThatThrownBy(() -> ends.target().read(ByteBuffer.allocate(1))).isInstanceOf(EOFException.class)
          .hasMessageContaining("cut");
    }
  }

  @Test
  void a_byte_of_another_hand_in_the_stream_is_refused() throws IOException {
    try (Ends ends = connect(alpha, beta)) {
      byte[] record = new byte[64];
      record[0] = 23;
      record[1] = 3;
      record[2] = 3;
      record[4] = (byte) (record.length - 5);
      int _ = ends.sourceSocket().write(ByteBuffer.wrap(record));

      assertThatThrownBy(() -> ends.target().read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closing_ends_a_read_and_a_write_that_block() throws IOException {
    try (Ends ends = connect(alpha, beta)) {
      CompletableFuture<Integer> read = new CompletableFuture<>();
      CompletableFuture<Integer> written = new CompletableFuture<>();
      Thread reader = blocking(read, () -> ends.source().read(ByteBuffer.allocate(1)));
      Thread writer = blocking(written, () -> ends.source().write(ByteBuffer.allocate(1 << 28)));
      while (!isInSocket(reader) || !isInSocket(writer)) {
        Thread.onSpinWait();
      }

      ends.source().close();

      assertThat(read).failsWithin(1, TimeUnit.MINUTES).withThrowableThat().withCauseInstanceOf(IOException.class);
      assertThat(written).failsWithin(1, TimeUnit.MINUTES).withThrowableThat().withCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void closing_the_socket_ends_a_handshake_with_a_peer_that_says_nothing() throws IOException {
    try (ServerSocketChannel listener = Sockets.listen("127.0.0.1", 0);
        SocketChannel silent = SocketChannel.open(listener.getLocalAddress())) {
      SocketChannel taken = listener.accept();
      CompletableFuture<Wire> handshake = running(() -> beta.toSource(taken));

      taken.close();

      assertThat(silent.isOpen()).isTrue();
      assertThat(handshake).failsWithin(1, TimeUnit.MINUTES).withThrowableThat()
          .withMessageContaining("there is no TLS connection: it was given up");
    }
  }

  @Test
  void a_peer_of_another_authority_is_refused_by_both_and_knows_it_before_it_has_sent_anything() {
    Tls stranger = new Tls(new TestAuthority(folder, "elsewhere").node("stranger").read());

    assertThatThrownBy(() -> connect(stranger, beta)).isInstanceOf(IOException.class)
        .hasMessageContaining("there is no TLS connection: ");
    assertThatThrownBy(() -> connect(alpha, stranger)).isInstanceOf(IOException.class)
        .hasMessageContaining("there is no TLS connection: ");
  }

  @Test
  void a_client_that_shows_a_certificate_of_another_authority_is_refused() throws IOException {
    TestAuthority elsewhere = new TestAuthority(folder, "far");
    elsewhere.node("intruder");

    assertRefused(JdkPeer.client(elsewhere, "intruder", "TLSv1.3"));
  }

  @Test
  void a_client_without_a_certificate_is_refused() throws IOException {
    assertRefused(JdkPeer.client(authority, "", "TLSv1.3"));
  }

  @Test
  void a_client_whose_certificate_has_expired_is_refused() throws IOException {
    authority.node("old", "EC", "-startdate", "-10d", "-validity", "5");

    assertRefused(JdkPeer.client(authority, "old", "TLSv1.3"));
  }

  @Test
  void a_client_whose_expired_certificate_is_an_authority_itself_is_refused() throws IOException {
    TestAuthority old = new TestAuthority(folder, "old-authority", "-startdate", "-10d", "-validity", "5");
    TestAuthority.NodeFiles node = authority.node("believer");
    Tls believer = new Tls(
        Credentials.read(node.certificate(), node.privateKey(), folder.resolve("old-authority.pem")));

    assertRefused(believer, JdkPeer.client(old, "ca", "TLSv1.3"));
  }

  @Test
  void a_client_of_an_older_protocol_is_refused() throws IOException {
    assertRefused(JdkPeer.client(authority, "alpha", "TLSv1.2"));
  }

  @Test
  void a_client_with_a_certificate_of_the_authority_is_welcome() throws IOException {
    SSLEngine client = JdkPeer.client(authority, "alpha", "TLSv1.3");

    try (ServerSocketChannel listener = Sockets.listen("127.0.0.1", 0);
        SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
      CompletableFuture<Wire> target = running(() -> beta.toSource(listener.accept()));
      Wire source = TlsChannel.toServer(socket, client);

      assertThat(target.join().isOpen()).isTrue();
      source.close();
    }
  }

  @Test
  void a_peer_that_speaks_no_tls_is_refused() throws IOException {
    try (ServerSocketChannel listener = Sockets.listen("127.0.0.1", 0);
        SocketChannel plain = SocketChannel.open(listener.getLocalAddress())) {
      CompletableFuture<Wire> target = running(() -> beta.toSource(listener.accept()));

      int _ = plain.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

      assertThat(target).failsWithin(1, TimeUnit.MINUTES).withThrowableThat()
          .withMessageContaining("there is no TLS connection: ");
    }
  }

  private static void assertRefused(SSLEngine client) throws IOException {
    assertRefused(beta, client);
  }

  private static void assertRefused(Tls beta, SSLEngine client) throws IOException {
    try (ServerSocketChannel listener = Sockets.listen("127.0.0.1", 0);
        SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
      CompletableFuture<Wire> target = running(() -> beta.toSource(listener.accept()));

      assertThatThrownBy(() -> TlsChannel.toServer(socket, client)).isInstanceOf(IOException.class)
          .hasMessageContaining("there is no TLS connection: ");
      assertThat(target).failsWithin(1, TimeUnit.MINUTES).withThrowableThat().withCauseInstanceOf(IOException.class);
    }
  }

  private static Ends connect(Tls from, Tls to) throws IOException {
    try (ServerSocketChannel listener = Sockets.listen("127.0.0.1", 0)) {
      CompletableFuture<Wire> target = running(() -> to.toSource(listener.accept()));
      SocketChannel socket = SocketChannel
          .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.socket().getLocalPort()));
      Wire source = from.toTarget(socket);
      try {
        return new Ends(source, target.join(), socket);
      } catch (CompletionException e) {
        throw new IOException(e.getCause());
      }
    }
  }

  private static boolean isInSocket(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals("sun.nio.ch.SocketChannelImpl")) {
        return true;
      }
    }
    return false;
  }

  private static byte[] random(long seed) {
    byte[] bytes = new byte[BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static int write(Wire wire, byte[] bytes, long seed) throws IOException {
    Random sizes = new Random(seed);
    ByteBuffer from = ByteBuffer.allocateDirect(BYTES).put(bytes).flip();
    while (from.position() < BYTES) {
      from.limit(Math.min(BYTES, from.position() + 1 + sizes.nextInt(1 << (1 + sizes.nextInt(20)))));
      int _ = wire.write(from);
    }
    wire.endOutput();
    return from.position();
  }

  private static byte[] read(Wire wire, long seed) throws IOException {
    Random sizes = new Random(seed);
    ByteBuffer into = ByteBuffer.allocateDirect(BYTES + 1);
    int count = 0;
    while (count >= 0) {
      into.limit(Math.min(BYTES + 1, into.position() + 1 + sizes.nextInt(1 << (1 + sizes.nextInt(20)))));
      count = wire.read(into);
    }
    byte[] bytes = new byte[into.flip().remaining()];
    into.get(bytes);
    return bytes;
  }

  private static <T> CompletableFuture<T> running(Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread _ = blocking(done, work);
    return done;
  }

  private static <T> Thread blocking(CompletableFuture<T> done, Callable<T> work) {
    return Thread.ofPlatform().daemon().start(() -> {
      try {
        done.complete(work.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
  }
}
