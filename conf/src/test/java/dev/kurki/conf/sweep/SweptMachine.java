package dev.kurki.conf.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.abi.BuildAbi;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.machine.Description;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;

/** The machine that is moved: small, and its guest checks and rewrites its memory as fast as it can. */
final class SweptMachine {
  /** It never converges, so that each move has three rounds and a last one. */
  private static final String SETTINGS = """
      machine { name = crane, memory = 8 MiB, harts = 1,
        guest { kind = embedded, pages = 256, pages-per-second = 0, stop-after-seconds = 0 } }
      pekko { actor.provider = local, loglevel = WARNING, log-dead-letters = off
        coordinated-shutdown.exit-jvm = off }
      kurki.migration { host = "127.0.0.1", port = 0, downtime-limit = 0ms, max-downtime = 0ms, max-rounds = 3
        non-convergence = [stop], batch-size = 64KiB, setup-timeout = 3s, handover-timeout = 3s, stall-timeout = 2s
        retry-interval = 50ms }
      """;

  /** It is switched instead of the last round. */
  private static final String POSTCOPY = """
      non-convergence = [postcopy], setup-timeout = 1500ms, stall-timeout = 1500ms
      postcopy-recover { attempts = 2, first-delay = 20ms, longest-delay = 40ms }
      """;

  private final Config config = ConfigFactory.parseString(SETTINGS).withFallback(LaunchConfig.forNodes()).resolve();
  private final MachineConfig machine = MachineConfig.read(MachineConfig.settings(config), config);
  private final NodeAbi abi = BuildAbi.load(config);

  Config config() {
    return config;
  }

  Config migration(boolean isPostcopy) {
    Config migration = config.getConfig("kurki.migration");
    return isPostcopy ? ConfigFactory.parseString(POSTCOPY).withFallback(migration) : migration;
  }

  MachineConfig settings() {
    return machine;
  }

  /** For the source, with its firmware to come at reset. */
  MachinePlan toLaunch() {
    return MachineBuilder.build(machine);
  }

  /** For the target. */
  MachinePlan toTake() {
    return MachineBuilder.buildForState(machine);
  }

  MachineDescription describe(MachinePlan plan) {
    return Description.of(machine, plan, Provenance.bornOn(abi.origin()), abi);
  }
}
