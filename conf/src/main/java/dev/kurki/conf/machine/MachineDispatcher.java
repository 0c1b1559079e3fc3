package dev.kurki.conf.machine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachinePlan;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.dispatch.DispatcherConfigurator;
import org.apache.pekko.dispatch.Dispatchers;

/** Gives each machine a dispatcher of its own, so that a busy guest takes no thread from anything else. */
public final class MachineDispatcher {
  private MachineDispatcher() {}

  /** The dispatcher for a machine; its threads come with its first message and go when it is idle. */
  public static DispatcherSelector of(MachineConfig machine, ActorSystem<?> system) {
    return of(machine.id(), machine.harts(), system);
  }

  /** The dispatcher for a machine that is there as its plan alone. */
  public static DispatcherSelector of(MachinePlan plan, ActorSystem<?> system) {
    return of(plan.id(), plan.vcpus().size(), system);
  }

  private static DispatcherSelector of(MachineId machine, int harts, ActorSystem<?> system) {
    Dispatchers dispatchers = Adapter.toClassic(system).dispatchers();
    String id = "machine-" + machine + "-" + harts;
    Config settings = ConfigFactory
        .parseString("id = \"" + id + "\", thread-pool-executor.fixed-pool-size = " + harts)
        .withFallback(system.settings().config().getConfig("kurki.machine-dispatcher"))
        .withFallback(dispatchers.defaultDispatcherConfig());
    // One of that name is there already when the machine was here before; it is as good.
    boolean _ = dispatchers.registerConfigurator(id, new DispatcherConfigurator(settings, dispatchers.prerequisites()));
    return DispatcherSelector.fromConfig(id);
  }
}
