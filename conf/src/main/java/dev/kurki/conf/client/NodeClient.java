package dev.kurki.conf.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.admin.AdminServer;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.node.MachineState;

/**
 * Asks a node. Where another node has the machine, that one is asked instead. Every method throws {@link BadInput} with one
 * line when the node is not there or does not do it.
 */
public final class NodeClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI node;

  /** A client of the node at a URL such as {@code http://127.0.0.1:25580}. */
  public NodeClient(URI node) {
    this.node = node;
  }

  /** What all nodes host. */
  public JsonNode list() {
    return Json.read(send(HttpRequest.newBuilder(node.resolve("/machines")).GET(), BodyHandlers.ofString()).body());
  }

  /** The nodes of the cluster, their releases and what each can take. */
  public JsonNode nodes() {
    return Json.read(send(HttpRequest.newBuilder(node.resolve("/nodes")).GET(), BodyHandlers.ofString()).body());
  }

  /** What moving a machine to a node would come to. */
  public JsonNode plan(String machine, String to) {
    String query = "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    return Json.read(send(HttpRequest.newBuilder(node.resolve("/machines/" + machine + "/plan" + query)).GET(),
        BodyHandlers.ofString()).body());
  }

  /** Where a machine is, if a node of the cluster has it: where it runs, rather than where a copy of it is. */
  public Optional<URI> find(String machine) {
    return find(machine, state -> state.filter(MachineState::isCopy).isEmpty()).or(() -> find(machine, _ -> true));
  }

  private Optional<URI> find(String machine, Predicate<Optional<MachineState>> isWanted) {
    for (JsonNode inventory : list()) {
      for (JsonNode entry : inventory.path("machines")) {
        if (entry.path("machine").asText().equals(machine)
            && isWanted.test(MachineState.of(entry.path("state").asText()))) {
          return Optional.of(URI.create(inventory.path("adminUrl").asText()));
        }
      }
    }
    return Optional.empty();
  }

  /** The client of the node of a name, if there is one. */
  public Optional<NodeClient> named(String name) {
    for (JsonNode inventory : list()) {
      if (inventory.path("node").asText().equals(name)) {
        return Optional.of(new NodeClient(URI.create(inventory.path("adminUrl").asText())));
      }
    }
    return Optional.empty();
  }

  /** What a machine's guest has worked on this very node: an array {@code work} of instructions for each 100 ms. */
  public JsonNode work(String machine) {
    return Json.read(send(HttpRequest.newBuilder(node.resolve("/machines/" + machine + "/work")).GET(),
        BodyHandlers.ofString()).body());
  }

  /** The client of the node that a machine is leaving, or else of the one that has it. */
  public NodeClient movedFrom(String machine) {
    return find(machine, NodeClient::isLeaving).map(NodeClient::new).orElseGet(() -> at(machine));
  }

  /** The client of the node that a machine is leaving, where it runs elsewhere already. */
  public NodeClient leftBehind(String machine) {
    return new NodeClient(find(machine, NodeClient::isLeaving).orElseThrow(
        () -> new BadInput("machine " + machine + " is leaving no node of the cluster; see kurki ps")));
  }

  private static boolean isLeaving(Optional<MachineState> state) {
    return state.filter(MachineState.LEAVING::equals).isPresent();
  }

  /** The client of the node that has a machine. */
  public NodeClient at(String machine) {
    return new NodeClient(find(machine).orElseThrow(
        () -> new BadInput("there is no machine " + machine + " on any node of the cluster; see kurki ps")));
  }

  /** Powers a machine on, given its settings as HOCON. */
  public String launch(String settings) {
    return done(post("/machines", Map.of("machine", settings)));
  }

  /** Ends a machine. */
  public String stop(String machine) {
    return done(send(HttpRequest.newBuilder(node.resolve("/machines/" + machine)).DELETE(), BodyHandlers.ofString())
        .body());
  }

  /** Saves a machine. */
  public String save(String machine, String file, boolean keep) {
    return save(machine, file, keep, Map.of());
  }

  /**
   * Saves a machine.
   *
   * @param parameters what is to be other than the node's file says, by the names of {@code kurki.migration.file}
   */
  public String save(String machine, String file, boolean keep, Map<String, String> parameters) {
    return done(
        post("/machines/" + machine + "/snapshot", Map.of("file", file, "keep", keep, "parameters", parameters)));
  }

  /** Restores a machine. */
  public String restore(String file) {
    return restore(file, Map.of());
  }

  /**
   * Restores a machine.
   *
   * @param parameters what is to be other than the node's file says, by the names of {@code kurki.migration.file}
   */
  public String restore(String file, Map<String, String> parameters) {
    return done(post("/snapshots", Map.of("file", file, "parameters", parameters)));
  }

  /** Gives a migration up that is not decided yet. */
  public String cancel(String machine) {
    return done(send(migration(machine, "").DELETE(), BodyHandlers.ofString()).body());
  }

  /** Lets a migration go on that waits before its guest is stopped. */
  public String goOn(String machine) {
    return done(send(migration(machine, "/continue").POST(BodyPublishers.noBody()), BodyHandlers.ofString()).body());
  }

  /** Changes a migration that is under way, by the names of {@code kurki.migration}. */
  public String change(String machine, Map<String, String> parameters) {
    return done(send(migration(machine, "").header("Content-Type", "application/json").method("PATCH",
        BodyPublishers.ofString(Json.write(Map.of("parameters", parameters)))), BodyHandlers.ofString()).body());
  }

  /** How far a machine's migration has come: a step as {@link #migrate} has them, and {@code to}. */
  public JsonNode migration(String machine) {
    return Json.read(send(migration(machine, "").GET(), BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder migration(String machine, String under) {
    return HttpRequest.newBuilder(node.resolve("/machines/" + machine + "/migration" + under));
  }

  /** Switches a machine that is being moved to post-copy. */
  public String startPostcopy(String machine) {
    return done(post("/machines/" + machine + "/migration/postcopy", Map.of()));
  }

  /** Has the connections made anew of a machine that leaves this very node in post-copy. */
  public String recover(String machine) {
    return done(post("/machines/" + machine + "/migration/recovery", Map.of()));
  }

  /** Has a copy run on this very node whose migration cannot be ended, as the other node is dead. */
  public String resumeHere(String machine) {
    return done(send(copy(machine).POST(BodyPublishers.noBody()), BodyHandlers.ofString()).body());
  }

  /** Throws a copy away on this very node whose migration cannot be ended, as the other node is gone. */
  public String discardHere(String machine) {
    return done(send(copy(machine).DELETE(), BodyHandlers.ofString()).body());
  }

  private HttpRequest.Builder copy(String machine) {
    return HttpRequest.newBuilder(node.resolve("/machines/" + machine + "/copy"));
  }

  /** Moves a machine; each step is handed over as it comes, the last is answered. */
  public JsonNode migrate(String machine, String to, Consumer<JsonNode> steps) {
    return migrate(machine, to, Map.of(), steps);
  }

  /**
   * Moves a machine; each step is handed over as it comes, the last is answered.
   *
   * @param parameters what is to be other than the node's file says, by the names of {@code kurki.migration}
   * @throws BadInput also when the node ends before the migration does; the machine may then be on either of the two
   */
  public JsonNode migrate(String machine, String to, Map<String, String> parameters, Consumer<JsonNode> steps) {
    HttpResponse<Stream<String>> response = exchange(request("/machines/" + machine + "/migration",
        Map.of("to", to, "parameters", parameters)), BodyHandlers.ofLines());
    if (response.statusCode() != OK) {
      throw new BadInput(reason(response.body().collect(Collectors.joining())));
    }
    Optional<URI> target = response.headers().firstValue(AdminServer.TARGET_HEADER).map(URI::create);
    try (Stream<String> lines = response.body()) {
      return lines.map(Json::read).peek(steps).reduce((_, last) -> last)
          .filter(last -> Json.isLast(last.path("state").asText()))
          .orElseThrow(() -> brokeOff(machine, to, target));
    } catch (UncheckedIOException e) {
      throw brokeOff(machine, to, target);
    }
  }

  private BadInput brokeOff(String machine, String to, Optional<URI> target) {
    return new BadInput("the node at " + node + " has gone while it was moving machine " + machine + " to node " + to
        + "; ask that one where the machine is: kurki ps"
        + target.map(there -> " --node " + there.getAuthority()).orElse(""));
  }

  /** The node's address. */
  public URI node() {
    return node;
  }

  private String post(String path, Map<String, Object> body) {
    return send(request(path, body), BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path, Map<String, Object> body) {
    return HttpRequest.newBuilder(node.resolve(path)).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Json.write(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, BodyHandler<String> handler) {
    HttpResponse<String> response = exchange(request, handler);
    if (response.statusCode() != OK) {
      throw new BadInput(reason(response.body()));
    }
    return response;
  }

  private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new BadInput("no node answers at " + node + "; is it running? (kurki node, --node HOST:PORT)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInput("interrupted while waiting for " + node);
    }
  }

  private static String done(String body) {
    return Json.read(body).path("done").asText();
  }

  private static String reason(String body) {
    return body.startsWith("{") ? Json.read(body).path("error").asText(body) : body;
  }
}
