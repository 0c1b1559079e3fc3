package dev.kurki.conf.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.typesafe.config.Config;
import dev.kurki.conf.golden.GoldenMachines;
import dev.kurki.conf.golden.GoldenMachines.GoldenMachine;
import dev.kurki.conf.golden.GoldenRegister;
import dev.kurki.conf.golden.GoldenRegister.Recorded;
import dev.kurki.conf.golden.GoldenRun;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;

/** Records a release: its lock, and a golden stream of each guest on each of its machine types. */
public final class ReleaseRecording {
  private final Config config;
  private final Path folder;
  private final Lock lock;
  private final GoldenRun run;

  /**
   * A recording of the build that a check has found green.
   *
   * @param config has machine types and defaults
   * @param folder the folder of the policy
   * @param check the check
   * @param commit from which the build is made
   */
  public ReleaseRecording(Config config, Path folder, AbiCheck check, String commit) {
    this.config = config;
    this.folder = folder;
    this.lock = check.build().lock().builtFrom(commit);
    this.run = check.goldenRun();
  }

  /**
   * Writes lock and streams; all of them or, where one cannot be written, the lock not.
   *
   * @return the entry to be added to the releases of the line, as HOCON
   * @throws BadInput when the release is recorded already
   */
  public String write() {
    Path file = folder.resolve(PolicyFolder.LOCKS).resolve(LockFile.nameOf(lock.release()));
    Path golden = GoldenRegister.of(folder, lock.release());
    if (Files.exists(file) || Files.exists(golden)) {
      throw new BadInput(file + ": release " + lock.release() + " is recorded already; choose another version");
    }
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.createDirectories(golden.resolveSibling(""));
      GoldenRegister.write(golden, "What machines saved by " + lock.release()
          + " come to when they run on, recorded by \"kurki abi lock\". Never edited, never removed.", streams(golden));
      LockFile.write(file, lock);
      return "{ version = \"" + lock.release().version() + "\", lock = \"" + file.getFileName() + "\", digest = \""
          + Digest.of(Files.readAllBytes(file)) + "\" }";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Recorded> streams(Path register) {
    List<Recorded> recorded = new ArrayList<>();
    for (MachineTypeLock type : lock.machineTypes()) {
      for (GoldenMachine machine : GoldenMachines.of(type.name(), config)) {
        String file = machine.name() + ".kurki";
        recorded.add(new Recorded(file, type.name(),
            run.record(machine.machine(), machine.instruction(), register.resolveSibling(file))));
      }
    }
    return recorded;
  }
}
