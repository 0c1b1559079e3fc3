package dev.kurki.conf.admin;

import dev.kurki.conf.node.NodeMessage.RecoverMigration;
import dev.kurki.conf.node.NodeMessage.StartPostcopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.node.NodeMessage;
import dev.kurki.conf.node.NodeMessage.AskMigration;
import dev.kurki.conf.node.NodeMessage.AskWork;
import dev.kurki.conf.node.NodeMessage.CancelMigration;
import dev.kurki.conf.node.NodeMessage.ChangeMigration;
import dev.kurki.conf.node.NodeMessage.ContinueMigration;
import dev.kurki.conf.node.NodeMessage.DiscardHere;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Launch;
import dev.kurki.conf.node.NodeMessage.ListMachines;
import dev.kurki.conf.node.NodeMessage.Listing;
import dev.kurki.conf.node.NodeMessage.Locate;
import dev.kurki.conf.node.NodeMessage.Begun;
import dev.kurki.conf.node.NodeMessage.Migrate;
import dev.kurki.conf.node.NodeMessage.MigrateReply;
import dev.kurki.conf.node.NodeMessage.Migrating;
import dev.kurki.conf.node.NodeMessage.MigrationReply;
import dev.kurki.conf.node.NodeMessage.ListNodes;
import dev.kurki.conf.node.NodeMessage.NodeListing;
import dev.kurki.conf.node.NodeMessage.NotHere;
import dev.kurki.conf.node.NodeMessage.NotMigrating;
import dev.kurki.conf.node.NodeMessage.NotPlanned;
import dev.kurki.conf.node.NodeMessage.Plan;
import dev.kurki.conf.node.NodeMessage.PlanReply;
import dev.kurki.conf.node.NodeMessage.Planned;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.Restore;
import dev.kurki.conf.node.NodeMessage.ResumeHere;
import dev.kurki.conf.node.NodeMessage.Save;
import dev.kurki.conf.node.NodeMessage.StopMachine;
import dev.kurki.conf.node.NodeMessage.WorkReply;
import dev.kurki.conf.node.NodeMessage.Worked;
import dev.kurki.migration.source.MigrationEvent;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSource;
import org.apache.pekko.util.ByteString;

/**
 * The control interface's routes.
 *
 * <pre>
 *   GET    /machines                   what all nodes host
 *   GET    /nodes                      the nodes, their releases, and what each can take
 *   POST   /machines                   {"machine": HOCON}                     power one on
 *   DELETE /machines/ID                                                       end it
 *   POST   /machines/ID/migration      {"to": NODE, "parameters": {...}}      move it; one line a step
 *   GET    /machines/ID/work                                                  what its guest works, each 100 ms
 *   GET    /machines/ID/plan?to=NODE                                          what that would come to
 *   GET    /machines/ID/migration                                             how far that has come
 *   PATCH  /machines/ID/migration      {"parameters": {...}}                  change it
 *   POST   /machines/ID/migration/continue                                    let it go on with the switchover
 *   POST   /machines/ID/migration/postcopy                                    switch it to post-copy
 *   POST   /machines/ID/migration/recovery                                    make its connections anew
 *   DELETE /machines/ID/migration                                             give it up
 *   POST   /machines/ID/copy                                                  let a copy run whose other node is dead
 *   DELETE /machines/ID/copy                                                  throw such a copy away
 *   POST   /machines/ID/snapshot       {"file": PATH, "keep": BOOLEAN,
 *                                       "parameters": {...}}                  save it
 *   POST   /snapshots                  {"file": PATH, "parameters": {...}}    restore one
 *   GET    /machines/ID/console        WebSocket
 * </pre>
 *
 * <p>A page in a browser cannot reach it: whatever names an {@code Origin} is refused, and so is a body that is not JSON.
 */
public final class AdminServer extends AllDirectives {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  /** The other node has its own time to answer. */
  private static final Duration PLAN_TIMEOUT = Duration.ofSeconds(40);
  /** Files of many gigabytes take their time. */
  private static final Duration FILE_TIMEOUT = Duration.ofMinutes(30);
  private static final int STEPS = 1024;
  /** The header of a migration's answer that has where commands reach its target. */
  public static final String TARGET_HEADER = "Kurki-Target";

  private final ActorSystem<?> system;
  private final ActorRef<NodeMessage> node;

  private AdminServer(ActorSystem<?> system, ActorRef<NodeMessage> node) {
    this.system = system;
    this.node = node;
  }

  /** Serves a bound port for a node. */
  public static CompletionStage<ServerBinding> bind(ActorSystem<?> system, String host, int port,
      ActorRef<NodeMessage> node) {
    return Http.get(system).newServerAt(host, port).bind(new AdminServer(system, node).routes());
  }

  private Route routes() {
    ExceptionHandler badInput = ExceptionHandler.newBuilder()
        .match(BadInput.class, bad -> complete(rejection(StatusCodes.BAD_REQUEST, bad.line(), Optional.empty())))
        .build();
    return handleExceptions(badInput, () -> optionalHeaderValueByName("Origin", origin -> origin.isPresent()
        ? complete(rejection(StatusCodes.FORBIDDEN, "this interface is not for web pages", Optional.empty()))
        : concat(
            path("snapshots", () -> post(() -> body(json -> reply(FILE_TIMEOUT,
                replyTo -> new Restore(file(json), parameters(json), replyTo))))),
            path("nodes", () -> get(() -> onSuccess(this.<NodeListing>ask(ListNodes::new, TIMEOUT),
                listing -> complete(json(listing.nodes()))))),
            pathPrefix("machines", this::machines))));
  }

  private Route machines() {
    Route list = get(() -> onSuccess(this.<Listing>ask(ListMachines::new, TIMEOUT),
        listing -> complete(json(listing.nodes()))));
    Route launch = post(() -> body(json -> reply(TIMEOUT, replyTo -> new Launch(text(json, "machine"), replyTo))));
    return concat(pathEnd(() -> concat(list, launch)),
        pathPrefix(PathMatchers.segment(), name -> machine(id(name))));
  }

  private Route machine(MachineId id) {
    return concat(
        pathEnd(() -> delete(() -> reply(TIMEOUT, replyTo -> new StopMachine(id, replyTo)))),
        path("work", () -> get(() -> work(id))),
        path("plan", () -> get(() -> parameter("to", to -> plan(id, to)))),
        path("migration", () -> concat(
            get(() -> migrationStatus(id)),
            post(() -> body(json -> migration(id, text(json, "to"), parameters(json)))),
            patch(() -> body(json -> reply(TIMEOUT, replyTo -> new ChangeMigration(id, parameters(json), replyTo)))),
            delete(() -> reply(TIMEOUT, replyTo -> new CancelMigration(id, replyTo))))),
        path(PathMatchers.segment("migration").slash("continue"),
            () -> post(() -> reply(TIMEOUT, replyTo -> new ContinueMigration(id, replyTo)))),
        path(PathMatchers.segment("migration").slash("postcopy"),
            () -> post(() -> reply(TIMEOUT, replyTo -> new StartPostcopy(id, replyTo)))),
        path(PathMatchers.segment("migration").slash("recovery"),
            () -> post(() -> reply(TIMEOUT, replyTo -> new RecoverMigration(id, replyTo)))),
        path("copy", () -> concat(
            post(() -> reply(TIMEOUT, replyTo -> new ResumeHere(id, replyTo))),
            delete(() -> reply(TIMEOUT, replyTo -> new DiscardHere(id, replyTo))))),
        path("snapshot", () -> post(() -> body(json -> reply(FILE_TIMEOUT,
            replyTo -> new Save(id, file(json), json.path("keep").asBoolean(false), parameters(json), replyTo))))),
        path("console", () -> console(id)));
  }

  private Route plan(MachineId id, String to) {
    return withRequestTimeout(PLAN_TIMEOUT,
        () -> onSuccess(this.<PlanReply>ask(replyTo -> new Plan(id, to, replyTo), PLAN_TIMEOUT),
            answer -> switch (answer) {
              case Planned(var plan) -> complete(json(plan));
              case NotPlanned(var reason) -> complete(rejection(StatusCodes.CONFLICT, reason, Optional.empty()));
            }));
  }

  private Route work(MachineId id) {
    return onSuccess(this.<WorkReply>ask(replyTo -> new AskWork(id, replyTo), TIMEOUT), answer -> switch (answer) {
      case Worked(var slots, var started) ->
        complete(json(Map.of("machine", id.name(), "work", slots, "startedNanos", started)));
      case NotHere(var reason) -> complete(rejection(StatusCodes.CONFLICT, reason, Optional.empty()));
    });
  }

  private Route migrationStatus(MachineId id) {
    return onSuccess(this.<MigrationReply>ask(replyTo -> new AskMigration(id, replyTo), TIMEOUT),
        answer -> switch (answer) {
          case Migrating(var to, var last) -> complete(json(Json.status(to, last)));
          case NotMigrating() -> complete(json(Map.of("machine", id.name(), "state", "none")));
          case NotHere(var reason) -> complete(rejection(StatusCodes.CONFLICT, reason, Optional.empty()));
        });
  }

  /** The answer begins when the migration does, and goes on until it is decided. */
  private Route migration(MachineId id, String to, Map<String, String> parameters) {
    Pair<ActorRef<MigrationEvent>, Source<MigrationEvent, NotUsed>> steps = ActorSource
        .<MigrationEvent>actorRef(_ -> false, _ -> Optional.empty(), STEPS, OverflowStrategy.dropHead())
        .preMaterialize(system);
    Source<ByteString, NotUsed> lines = steps.second().map(Json::step)
        .takeWhile(step -> !Json.isLast(String.valueOf(step.get("state"))), true)
        .map(step -> ByteString.fromString(Json.write(step) + "\n"));
    return onSuccess(this.<MigrateReply>ask(
        replyTo -> new Migrate(id, to, parameters, steps.first(), replyTo), TIMEOUT), answer -> switch (answer) {
          case Begun(var targetUrl) -> complete(HttpResponse.create()
              .addHeader(RawHeader.create(TARGET_HEADER, targetUrl))
              .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, lines)));
          case Rejected(var reason, var elsewhere) -> complete(rejection(StatusCodes.CONFLICT, reason, elsewhere));
        });
  }

  private Route console(MachineId id) {
    return onSuccess(this.<Reply>ask(replyTo -> new Locate(id, replyTo), TIMEOUT), found -> switch (found) {
      case Done _ -> handleWebSocketMessages(ConsoleSocket.of(id, node, system));
      case Rejected(var reason, var elsewhere) -> complete(rejection(StatusCodes.CONFLICT, reason, elsewhere));
    });
  }

  private Route body(Function<JsonNode, Route> route) {
    return extractRequest(request -> request.entity().getContentType().mediaType().isApplication()
        && request.entity().getContentType().toString().startsWith("application/json")
            ? entity(Unmarshaller.entityToString(), text -> route.apply(Json.read(text)))
            : complete(rejection(StatusCodes.UNSUPPORTED_MEDIA_TYPE, "the body has to be application/json",
                Optional.empty())));
  }

  private Route reply(Duration timeout, Function<ActorRef<Reply>, NodeMessage> question) {
    return withRequestTimeout(timeout,
        () -> onSuccess(ask(question, timeout), answer -> switch (answer) {
          case Done(var what) -> complete(json(Map.of("done", what)));
          case Rejected(var reason, var elsewhere) -> complete(rejection(StatusCodes.CONFLICT, reason, elsewhere));
        }));
  }

  private <R> CompletionStage<R> ask(Function<ActorRef<R>, NodeMessage> question, Duration timeout) {
    return AskPattern.ask(node, question::apply, timeout, system.scheduler());
  }

  private static MachineId id(String name) {
    try {
      return new MachineId(name);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()));
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new BadInput("the body has to have a text \"" + field + "\"");
    }
    return value.asText();
  }

  private static Map<String, String> parameters(JsonNode json) {
    Map<String, String> parameters = new TreeMap<>();
    json.path("parameters").properties().forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
    return parameters;
  }

  private static Path file(JsonNode json) {
    return Path.of(text(json, "file"));
  }

  private static HttpResponse json(Object value) {
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, Json.write(value));
  }

  private static HttpResponse rejection(StatusCode status, String reason, Optional<String> elsewhere) {
    return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON,
        Json.write(Json.rejection(reason, elsewhere)));
  }
}
