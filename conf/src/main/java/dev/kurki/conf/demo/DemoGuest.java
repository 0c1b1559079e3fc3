package dev.kurki.conf.demo;

import java.io.PrintWriter;

import com.typesafe.config.Config;
import dev.kurki.conf.image.DebianExample;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineConfig;

/** Which guest moves in the demonstration. */
public enum DemoGuest {
  /** The one that Kurki brings along; its clock follows the world's, so that it sees the pause. */
  EMBEDDED {
    @Override
    Settings settings(Config config) {
      return MachineConfig.settings(config).with("clock-policy", "follow", "the demo").with("memory", "64 MiB",
          "the demo");
    }

    @Override
    GuestWatch watch(PrintWriter out) {
      return new EmbeddedWatch(out);
    }
  },
  /** Debian's kernel with its busybox, as {@code conf/examples/debian} describes it. */
  DEBIAN {
    @Override
    Settings settings(Config config) {
      return MachineConfig.settings(Settings.file(DebianExample.find().configuration().toFile(), config));
    }

    @Override
    GuestWatch watch(PrintWriter out) {
      return new DebianWatch(out);
    }
  };

  /**
   * The settings of a machine with this guest.
   *
   * @param config the defaults
   * @throws BadInput when the guest's images are not on this host
   */
  public Settings machine(Config config) {
    return settings(config).with("name", Demo.MACHINE, "the demo");
  }

  abstract Settings settings(Config config);

  /** Judges the guest by its console, which is copied to {@code out}. */
  abstract GuestWatch watch(PrintWriter out);
}
