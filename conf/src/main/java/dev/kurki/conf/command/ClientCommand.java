package dev.kurki.conf.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import dev.kurki.conf.admin.Json;
import dev.kurki.conf.client.NodeClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a node. */
abstract class ClientCommand implements Callable<Integer> {
  /** The status of a move that is refused before it begins, or would be. */
  static final int REFUSED = 3;

  @Mixin
  private ClientOptions options = new ClientOptions();

  @Spec
  private @Nullable CommandSpec spec;

  /** The node that was named. */
  NodeClient client() {
    return options.client();
  }

  boolean isJson() {
    return options.isJson();
  }

  PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  /** Prints what was done. */
  int report(String done) {
    out().println(isJson() ? Json.write(Map.of("done", done)) : done);
    return 0;
  }
}
