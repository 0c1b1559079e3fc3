package dev.kurki.conf.run;

import java.util.concurrent.CompletableFuture;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.console.OperatorTerminal;
import dev.kurki.conf.machine.MachineConfig;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/** Runs one machine in this process from power-on to its end. */
public final class LocalRun {
  private LocalRun() {}

  /**
   * Runs a machine and waits for its end.
   *
   * @param config Pekko's settings and Kurki's
   * @param machine the machine
   * @param plan what it is built from
   * @param terminal has its console; it is closed at the end
   * @param settings how it is run
   */
  public static RunEnd run(Config config, MachineConfig machine, MachinePlan plan, OperatorTerminal terminal,
      RunSettings settings) {
    CompletableFuture<RunEnd> end = new CompletableFuture<>();
    try (terminal) {
      ActorSystem<RunActor.Message> system = ActorSystem
          .create(RunActor.create(machine, plan, terminal, settings, end), "kurki", config);
      RunEnd how = end.join();
      system.terminate();
      Done _ = system.getWhenTerminated().toCompletableFuture().join();
      return how;
    }
  }
}
