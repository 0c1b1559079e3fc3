package com.example.lamps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.typesafe.config.Config;
import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.abi.LockFile;
import dev.kurki.conf.golden.GoldenRegister;
import dev.kurki.conf.golden.GoldenRegister.Recorded;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.Lock;

/**
 * Records this build as the release that {@code abi/lines.conf} says it is building: its lock, and a golden stream of a
 * machine that is saved while its lamp is lit. Run once a release, from the project's folder, with the machine type and
 * the commit; what it prints goes into {@code lines.conf}.
 */
final class RecordRelease {
  private RecordRelease() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of("abi");
    String type = arguments[0];
    Config config = LaunchConfig.forMachines();
    AbiCheck check = AbiCheck.of(config, folder);
    if (!check.check(Optional.empty()).isGreen()) {
      throw new IllegalStateException("this build may not be our next release; see LampPolicyTest");
    }
    Lock lock = check.build().lock().builtFrom(arguments[1]);
    Path register = GoldenRegister.of(folder, lock.release());
    Files.createDirectories(register.resolveSibling(""));
    String stream = type + "-lit.kurki";
    GoldenRegister.write(register, "A lamp that is lit when it is saved, and has to be when the guest looks again.",
        List.of(new Recorded(stream, type, check.goldenRun()
            .record(LampGuest.machine(type, Path.of("/tmp/lamps/guest.elf"), config), LampGuest.MIDST,
                register.resolveSibling(stream)))));
    Path file = folder.resolve("locks").resolve(LockFile.nameOf(lock.release()));
    LockFile.write(file, lock);
    System.out.println("{ version = \"" + lock.release().version() + "\", base = \"kurki/0.1.0\", lock = \""
        + file.getFileName() + "\", digest = \"" + Digest.of(Files.readAllBytes(file)) + "\" }");
  }
}
