package dev.kurki.conf.node;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.wire.WireSecurity;

/**
 * What an operator says of a node.
 *
 * @param name by which commands know it, unique in the cluster
 * @param cluster the name of its cluster; nodes of another never join it
 * @param host the address where other nodes reach it
 * @param port the port where other nodes reach it, 0 for any that is free
 * @param seeds addresses of nodes of the cluster, {@code host:port}; with none it begins one
 * @param adminHost the address where commands reach it
 * @param adminPort the port where commands reach it
 * @param memoryBytes how much guest RAM it takes in all
 * @param memoryReserveBytes how much guest RAM it holds touched for machines to come, beside that
 * @param rehearsals how many moves of a small machine it makes before it takes commands, 0 to 1000
 * @param security how it secures the streams of machines that leave it and that come
 * @param machines files of machines that it launches when it starts
 */
public record NodeSettings(String name, String cluster, String host, int port, List<String> seeds, String adminHost,
    int adminPort,
    long memoryBytes, long memoryReserveBytes, int rehearsals, WireSecurity security, List<File> machines) {
  private static final Set<String> KEYS = Set.of("name", "cluster", "host", "port", "seeds", "admin-host", "admin-port",
      "memory", "memory-reserve", "rehearsals", "machines");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_REHEARSALS = 1000;
  private static final String NAME_FORM = "[a-z][a-z0-9-]{0,62}";

  /** Copies the lists. */
  public NodeSettings {
    seeds = List.copyOf(seeds);
    machines = List.copyOf(machines);
  }

  /**
   * Reads the object {@code kurki.node}, and {@code kurki.migration.tls} with the files that it names.
   *
   * @throws BadInput when they are not of the form that reference.conf describes, or a file cannot be used
   */
  public static NodeSettings read(Config config) {
    Settings node = Settings.at(config, "kurki.node").expectKeys(KEYS);
    String name = node.text("name");
    if (!name.matches(NAME_FORM)) {
      throw node.wrong("name", "has to be lower-case letters, digits and hyphens, not \"" + name + "\"");
    }
    String cluster = node.text("cluster");
    if (!cluster.matches(NAME_FORM)) {
      throw node.wrong("cluster", "has to be lower-case letters, digits and hyphens, not \"" + cluster + "\"");
    }
    long memory = node.text("memory").equals("auto") ? mostOfTheHosts() : node.bytes("memory");
    return new NodeSettings(name, cluster, node.text("host"), node.number("port", 0, MAX_PORT), node.texts("seeds"),
        node.text("admin-host"), node.number("admin-port", 0, MAX_PORT), memory,
        reserve(node),
        node.number("rehearsals", 0, MAX_REHEARSALS), TlsSettings.read(config),
        node.texts("machines").stream().map(File::new).toList());
  }

  private static long reserve(Settings node) {
    long bytes = node.bytes("memory-reserve");
    if (bytes < 0 || bytes > mostOfTheHosts()) {
      throw node.wrong("memory-reserve", "has to be from 0 B to three quarters of the host's memory, "
          + mostOfTheHosts() + " B, not " + bytes + " B");
    }
    return bytes;
  }

  /** Three quarters: the rest is for the node itself. */
  private static long mostOfTheHosts() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 4 * 3;
  }
}
