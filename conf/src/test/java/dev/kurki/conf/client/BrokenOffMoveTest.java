package dev.kurki.conf.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kurki.conf.admin.AdminServer;
import dev.kurki.conf.command.Kurki;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A node that goes away while it moves a machine, as the user sees it who has asked it to. */
class BrokenOffMoveTest {
  private static final String STEP = "{\"machine\":\"crane\",\"state\":\"active\",\"round\":1}\n";
  private static final int BAD_INPUT = 2;

  private final HttpServer node;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  BrokenOffMoveTest() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    node.createContext("/machines",
        exchange -> answer(exchange, "[{\"node\":\"alpha\",\"adminUrl\":\"http://" + address()
            + "\",\"machines\":[{\"machine\":\"crane\",\"state\":\"running\"}]},"
            + "{\"node\":\"beta\",\"adminUrl\":\"http://127.0.0.1:4711\",\"machines\":[]}]").close());
    node.start();
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  @Test
  void one_whose_connection_breaks_is_told_in_one_line_with_whom_to_ask() {
    node.createContext("/machines/crane/migration", exchange -> {
      step(exchange).flush();
      exchange.close();
    });

    assertIsToldInOneLine();
  }

  @Test
  void so_is_one_that_ends_its_answer_before_it_has_come_to_an_end() {
    node.createContext("/machines/crane/migration", exchange -> step(exchange).close());

    assertIsToldInOneLine();
  }

  private void assertIsToldInOneLine() {
    CommandLine line = Kurki.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));

    int status = line.execute("migrate", "crane", "beta", "--json", "--node", address());

    assertThat(status).isEqualTo(BAD_INPUT);
    assertThat(out.toString()).isEqualTo(STEP);
    assertThat(err.toString().strip()).isEqualTo("kurki: the node at http://" + address()
        + " has gone while it was moving machine crane to node beta; ask that one where the machine is: kurki ps --node"
        + " 127.0.0.1:4711");
  }

  /** The first step, and where its target is. */
  private static OutputStream step(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set(AdminServer.TARGET_HEADER, "http://127.0.0.1:4711");
    return answer(exchange, STEP);
  }

  /** A body without a length, to be ended by who wants it to. */
  private static OutputStream answer(HttpExchange exchange, String text) throws IOException {
    byte[] _ = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.write(text.getBytes(StandardCharsets.UTF_8));
    return body;
  }

  private String address() {
    return "127.0.0.1:" + node.getAddress().getPort();
  }
}
