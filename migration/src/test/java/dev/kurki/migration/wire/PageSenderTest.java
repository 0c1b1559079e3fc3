package dev.kurki.migration.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageSenderTest {
  private static final int PAGE_BYTES = 4096;
  private static final int PAGES = 700;
  private static final long DEADLINE_SECONDS = 60;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate((long) PAGES * PAGE_BYTES, PAGE_BYTES);
  private SocketChannel here;
  private SocketChannel there;

  @BeforeEach
  void connect() throws Exception {
    byte[] contents = new byte[PAGES * PAGE_BYTES];
    new Random(7).nextBytes(contents);
    MemorySegment.copy(contents, 0, memory, ValueLayout.JAVA_BYTE, 0, contents.length);
    try (ServerSocketChannel server = Sockets.listen("localhost", 0)) {
      here = Sockets.connect(Sockets.open(), "localhost", server.socket().getLocalPort(), Duration.ofSeconds(10));
      there = Sockets.accept(server);
    }
  }

  @AfterEach
  void close() {
    Sockets.close(here);
    Sockets.close(there);
    arena.close();
  }

  @Test
  void this_host_sends_without_a_copy() {
    try (PageSender sender = PageSender.to(new SocketWire(here))) {
      assertThat(sender).isInstanceOf(SplicedPages.class);
    }
  }

  @Test
  void head_and_pages_come_as_they_were_in_their_order() throws Exception {
    CompletableFuture<byte[]> received = receiving();

    try (PageSender sender = PageSender.to(new SocketWire(here))) {
      sender.send(head("one"), List.of(pages(600, 100), pages(0, 300)));
      sender.send(head("two"), List.of(pages(5, 1)));
    }
    here.shutdownOutput();

    assertThat(received.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(joined(ascii("one"),
        bytes(600, 100), bytes(0, 300), ascii("two"), bytes(5, 1)));
  }

  @Test
  void a_channel_that_is_no_socket_gets_the_same() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (PageSender sender = PageSender.to(Channels.newChannel(out))) {
      sender.send(head("one"), List.of(pages(3, 2), pages(9, 1)));
    }

    assertThat(out.toByteArray()).isEqualTo(joined(ascii("one"), bytes(3, 2), bytes(9, 1)));
  }

  @Test
  void closing_the_socket_ends_what_blocks_in_sending() throws Exception {
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
      try (PageSender sender = PageSender.to(new SocketWire(here))) {
        while (true) {
          sender.send(head("on and on"), List.of(pages(0, PAGES)));
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
    there.read(ByteBuffer.allocate(1));

    Sockets.close(here);

    assertThatThrownBy(() -> sending.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void a_peer_that_is_gone_fails_it_in_words() throws IOException {
    Sockets.close(there);

    try (PageSender sender = PageSender.to(new SocketWire(here))) {
      assertThatThrownBy(() -> {
        while (true) {
          sender.send(head("to nobody"), List.of(pages(0, PAGES)));
        }
      }).isInstanceOf(IOException.class).hasMessageMatching("Broken pipe|Connection reset by peer");
    }
  }

  @Test
  void memory_that_is_gone_is_not_sent() {
    MemorySegment nothing = MemorySegment.ofAddress(PAGE_BYTES).reinterpret(PAGE_BYTES);

    try (PageSender sender = PageSender.to(new SocketWire(here))) {
      assertThatThrownBy(() -> sender.send(head("gone"), List.of(nothing))).isInstanceOf(IOException.class)
          .hasMessageContaining("memory");
    }
  }

  @Test
  void a_sender_leaves_no_descriptor_behind() throws IOException {
    long before = descriptors();

    for (int i = 0; i < 20; i++) {
      PageSender.to(new SocketWire(here)).close();
    }

    assertThat(descriptors()).isLessThan(before + 20);
  }

  private CompletableFuture<byte[]> receiving() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return Channels.newInputStream(there).readAllBytes();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private MemorySegment pages(int first, int count) {
    return memory.asSlice((long) first * PAGE_BYTES, (long) count * PAGE_BYTES);
  }

  private byte[] bytes(int first, int count) {
    return pages(first, count).toArray(ValueLayout.JAVA_BYTE);
  }

  private static ByteBuffer head(String text) {
    byte[] bytes = ascii(text);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Stream.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
