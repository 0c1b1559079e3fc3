package dev.kurki.conf.bench.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.kurki.conf.bench.Qemu;
import dev.kurki.conf.cluster.EndOfInput;
import dev.kurki.conf.cluster.NodeChild;

/** Who runs a guest, in a process of its own that ends with this one. */
public enum Engine {
  /** This build, by {@code kurki run}. */
  KURKI("Kurki", "kurki-machine-") {
    @Override
    List<String> command(Payload payload) {
      List<String> command = new ArrayList<>(NodeChild.thisBuild());
      command.add(1, "-D" + EndOfInput.SETTING + "=on");
      command.addAll(List.of("run", "--smp", Integer.toString(payload.harts()), "-m", payload.mebibytes() + " MiB",
          "--kernel", payload.kernel().toString()));
      payload.linux().ifPresent(linux -> command.addAll(List.of("--bios", linux.bios().toString(), "--initrd",
          linux.initrd().toString(), "--append", linux.append())));
      return command;
    }
  },
  /** Debian's {@code qemu-system-misc}, by its TCG. */
  QEMU("QEMU", "CPU ") {
    @Override
    List<String> command(Payload payload) {
      List<String> command = new ArrayList<>(Qemu.endingWithParent());
      command.addAll(List.of("-M", "virt", "-accel", "tcg", "-name", "bench,debug-threads=on", "-nographic", "-smp",
          Integer.toString(payload.harts()), "-m", payload.mebibytes() + "M", "-kernel",
          payload.kernel().toString()));
      payload.linux().ifPresentOrElse(linux -> command.addAll(List.of("-bios", linux.bios().toString(), "-initrd",
          linux.initrd().toString(), "-append", linux.append())), () -> command.addAll(List.of("-bios", "none")));
      return command;
    }
  };

  private final String title;
  private final String threads;

  Engine(String title, String threads) {
    this.title = title;
    this.threads = threads;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** In JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How the names of the threads begin that harts run on. */
  String threads() {
    return threads;
  }

  /** What starts it, the guest's console on its standard input and output. */
  abstract List<String> command(Payload payload);
}
