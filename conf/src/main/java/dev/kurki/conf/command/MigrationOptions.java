package dev.kurki.conf.command;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of one migration on the command line; what is left out is as the node's file says. */
final class MigrationOptions {
  @Option(names = "--downtime-limit", paramLabel = "TIME", description = "How long the guest is to be stopped for at most, e.g. 20ms.")
  private @Nullable String downtimeLimit;

  @Option(names = "--max-bandwidth", paramLabel = "BYTES", description = "How many bytes a second are sent at most, e.g. 100MiB; 0 for no limit.")
  private @Nullable String maxBandwidth;

  @Option(names = "--timeout", paramLabel = "TIME", description = "After how long it is given up, e.g. 60s; 0s for never.")
  private @Nullable String timeout;

  @Option(names = "--non-convergence", paramLabel = "MEASURES", description = "What is done when the guest changes its memory too fast: some of throttle,dirty-limit,ramp-downtime,postcopy,stop,give-up, "
      + "in that order.")
  private @Nullable String nonConvergence;

  @Option(names = "--postcopy", description = "After the first round the guest goes on at the target, and pages follow, if it cannot be moved within the limit.")
  private boolean postcopy;

  @Option(names = "--max-downtime", paramLabel = "TIME", description = "Up to what ramp-downtime raises the limit, e.g. 1s.")
  private @Nullable String maxDowntime;

  @Option(names = "--vcpu-dirty-limit", paramLabel = "BYTES", description = "How many bytes a second each vCPU changes at most, in whole pages, e.g. 20MiB; it rests otherwise.")
  private @Nullable String vcpuDirtyLimit;

  /** By the names of {@code kurki.migration}, as HOCON has the values. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    if (postcopy) {
      parameters.put("max-rounds", "1");
      parameters.put("non-convergence", "[postcopy, give-up]");
    }
    put(parameters, "downtime-limit", downtimeLimit);
    put(parameters, "max-bandwidth", maxBandwidth);
    put(parameters, "vcpu-dirty-limit", vcpuDirtyLimit);
    put(parameters, "timeout", timeout);
    put(parameters, "max-downtime", maxDowntime);
    put(parameters, "non-convergence", nonConvergence == null ? null : "[" + nonConvergence + "]");
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}
