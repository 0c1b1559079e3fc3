package dev.kurki.conf.command;

import java.io.File;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;

import com.typesafe.config.Config;
import dev.kurki.conf.abi.BuildAbi;
import dev.kurki.conf.cluster.EndOfInput;
import dev.kurki.conf.cluster.NodeProcess;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import dev.kurki.conf.node.NodeSettings;
import dev.kurki.conf.rehearsal.Rehearsal;
import dev.kurki.conf.rehearsal.WireRehearsal;
import dev.kurki.migration.policy.NodeAbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurki node}: a node of the cluster, until it is told to end. */
@Command(name = "node", mixinStandardHelpOptions = true, description = "Starts a node of the cluster and runs it until it is ended (Ctrl-C, SIGTERM).")
final class NodeCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "NODE.conf", description = "The node; without it the defaults, and a cluster of its own.")
  private @Nullable File file;

  @Option(names = "--check", description = "Look at the node's file and its ports, rehearse as a node does that starts, and end.")
  private boolean check;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Config defaults = LaunchConfig.forNodes();
    Config config = file == null ? defaults.resolve() : Settings.file(file, defaults);
    if (EndOfInput.isEndOfProcess(config)) {
      EndOfInput.then(System.in, () -> System.exit(0));
    }
    NodeSettings settings = NodeProcess.check(config);
    NodeAbi abi = BuildAbi.load(config);
    Rehearsal.Result rehearsed = Rehearsal.run(config, abi, settings.rehearsals());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (check) {
      out.println("kurki: node " + settings.name() + " can be started; moves rehearsed: " + rehearsed.moves()
          + ", a guest stopped for " + rehearsed.switchoverNanos() / 1000 + " us beside its last pages");
      out.flush();
      return 0;
    }
    NodeProcess node = NodeProcess.start(config, abi);
    if (rehearsed.moves() > 0) {
      WireRehearsal.run(node.system(), config, abi);
      node.rehearsed(rehearsed.switchoverNanos());
    }
    out.println("kurki: " + node.description());
    out.flush();
    Done _ = node.whenEnded().toCompletableFuture().join();
    return 0;
  }
}
