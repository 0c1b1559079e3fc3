package dev.kurki.conf.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.abi.LockFile;
import dev.kurki.conf.abi.LockGenerator;
import dev.kurki.conf.golden.GoldenRegister;
import dev.kurki.conf.golden.GoldenRegister.Recorded;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.policy.pvclock.Build;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;

/**
 * A folder of the policy for a machine type with a paravirtual clock: {@code kurki/1.0.0} has shipped on the development line,
 * the stable line {@code 1.0.x} and the vendor's line {@code acme} began at it.
 */
final class PolicyBench {
  private static final long RAM = 0x8000_0000L;
  private static final long CLOCK = 0x10_2000L;
  private static final long FINISHER = 0x10_0000L;
  private static final int PASS = 0x5555;
  private static final int FAIL = 1 << 16 | 0x3333;
  private static final int OFFSET = 0x1234;
  private static final int ROUNDS = 20_000;
  private static final long SAVED_AT = 20_000;

  private final Path folder;
  private String upstream = "";
  private String entries = "";

  PolicyBench(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("locks"));
      Files.createDirectories(folder.resolve("witness"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ship(Build.SHIPPED, "1.0.0", "");
  }

  /** Releases a build on the development line; its machine types are {@code test-1.0} and those that {@code more} has. */
  final void ship(Build build, String version, String more) {
    build.checkOut();
    ReleaseId release = new ReleaseId("kurki", version);
    boolean isFirst = upstream.isEmpty();
    Lock lock = LockGenerator.generate(config(more), release,
        isFirst ? Optional.empty() : Optional.of(new ReleaseId("kurki", "1.0.0")), isFirst ? "" : digest("1.0.0"));
    LockFile.write(lock(version), lock.builtFrom("0123456789012345678901234567890123456789"));
    upstream += "{ version = \"" + version + "\", lock = \"" + lock(version).getFileName() + "\", digest = \""
        + digest(version) + "\" }\n";
  }

  /** Bans version 1 of the clock's section with a witness, which is recorded on the build that shipped. */
  void ban(String witness) {
    entries = """
        { id = pvclock-registers, line = "1.0.x", from = "kurki/1.0.0", to = "kurki/1.0.0", machine-type = "test-1.0"
          section = pvclock, version = 1, lasting = true, evidence = "%s"
          reason = "the guest's offset is lost, and its clock jumps", way-out = "power the machine on anew on 1.0.1" }
        """.formatted(witness);
  }

  /** Records a guest that sets its clock and looks at it again later, saved in between, by the release that shipped. */
  void record(String witness) {
    record(witness, OFFSET);
  }

  /** Records a guest that leaves its clock as it is after power-on: nothing is lost by not saving it. */
  void recordSound(String witness) {
    record(witness, 0);
  }

  private void record(String witness, int offset) {
    Build.SHIPPED.checkOut();
    write("lines.conf", lines("main", "1.0.0"));
    write("blacklist.conf", "entries = []");
    Path elf = folder.resolve("clock.elf");
    try {
      Files.write(elf, guest(offset));
      MachineConfig machine = MachineConfig
          .parse("{ name = clock, type = \"test-1.0\", memory = 1 MiB, icount-shift = 4, kernel = \""
              + elf + "\" }", config(""));
      Path stream = folder.resolve("witness/clock.kurki");
      Recorded recorded = new Recorded("clock.kurki", "test-1.0",
          AbiCheck.of(config(""), folder).goldenRun().record(machine, SAVED_AT, stream));
      GoldenRegister.write(folder.resolve("witness").resolve(witness), "A clock that is lost.", List.of(recorded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a build as the next release of a line. */
  AbiCheck.Report check(Build build, String line, String more) {
    build.checkOut();
    write("lines.conf", lines(line, "1.2.0-dev"));
    write("blacklist.conf", "entries = [\n" + entries + "]\n");
    return AbiCheck.of(config(more), folder).check(Optional.empty());
  }

  /** The configuration of a source tree whose machine types are {@code test-1.0} and what {@code more} has. */
  private static Config config(String more) {
    Config project = LaunchConfig.forMachines();
    String board = project.getValue("kurki.machine-types.\"virt-0.1\"").render(ConfigRenderOptions.concise());
    Config types = ConfigFactory.parseString("""
        clock = [{ name = pvclock0, type = pvclock, base = "0x00102000" }]
        virt = %s
        board = ${virt} { devices = ${virt.devices} ${clock} }
        kurki.machine-type-aliases { virt = "test-1.0" }
        kurki.machine-types {
          "test-1.0" = ${board}
          %s
        }
        """.formatted(board, more)).resolve();
    return types.withOnlyPath("kurki").withFallback(
        project.withoutPath("kurki.machine-types").withoutPath("kurki.machine-type-aliases"));
  }

  private String lines(String own, String development) {
    return """
        own = "%s"
        lines = [
          { name = main, owner = kurki, kind = development, strictness = strict, machine-types = ["test-1.0"]
            releases = [ %s ], building = "%s", deprecations = [] }
          { name = "1.0.x", owner = kurki, kind = stable, parent = "kurki/1.0.0", strictness = strict
            machine-types = ["test-1.0"], releases = [], building = "1.0.1", deprecations = [] }
          { name = acme, owner = acme, kind = vendor, parent = "kurki/1.0.0", strictness = scoped
            machine-types = ["test-1.0"], releases = [], building = "5.4.1", deprecations = [] }
        ]
        """.formatted(own, upstream, development);
  }

  private Path lock(String version) {
    return folder.resolve("locks").resolve(LockFile.nameOf(new ReleaseId("kurki", version)));
  }

  private String digest(String version) {
    try {
      return Digest.of(Files.readAllBytes(lock(version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] guest(int offset) {
    Assembler p = new Assembler(RAM);
    Label loop = p.label("loop");
    Label lost = p.label("lost");
    Label end = p.label("end");
    p.li(Register.S0, CLOCK).li(Register.T0, 1).store(Instruction.SD, Register.T0, 0x10, Register.S0)
        .li(Register.S1, offset).store(Instruction.SD, Register.S1, 8, Register.S0).li(Register.T1, ROUNDS).place(loop)
        .i(Instruction.ADDI, Register.T1, Register.T1, -1).branch(Instruction.BNE, Register.T1, Register.ZERO, loop);
    p.load(Instruction.LD, Register.T2, 8, Register.S0).li(Register.A0, FINISHER).li(Register.A1, PASS)
        .branch(Instruction.BNE, Register.T2, Register.S1, lost).store(Instruction.SW, Register.A1, 0, Register.A0);
    p.place(lost).li(Register.A1, FAIL).store(Instruction.SW, Register.A1, 0, Register.A0).place(end).jump(end);
    return p.assemble().toElf();
  }
}
