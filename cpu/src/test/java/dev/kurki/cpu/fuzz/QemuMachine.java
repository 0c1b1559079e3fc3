package dev.kurki.cpu.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs cases on QEMU's hart: RAM is a file, which QEMU maps and leaves the outcome in. A second hart, which is not used,
 * makes QEMU translate atomic instructions as such; with one alone it takes them apart.
 */
final class QemuMachine {
  private static final String PROGRAM = "qemu-system-riscv64";
  /** The extensions that the cases use; the hypervisor's and vectors would show in {@code mstatus} and {@code misa}. */
  private static final String CPU = "rv64,h=off,v=off,sstc=on,svinval=on,svnapot=on,svpbmt=on,Zfhmin=on,Zfh=off";
  /** A batch takes QEMU some tenths of a second, and longer where the machine is busy. */
  private static final int TIMEOUT_SECONDS = 60;

  private QemuMachine() {}

  /** Whether QEMU is installed. */
  static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(":")).map(Path::of)
        .anyMatch(folder -> Files.isExecutable(folder.resolve(PROGRAM)));
  }

  /** What the cases end as; nothing if QEMU did not come to an end. */
  static Optional<List<FuzzCase>> run(List<FuzzCase> cases) {
    try {
      Path ram = Files.createTempFile("kurki-fuzz", ".ram");
      try {
        byte[] image = Batch.image(cases);
        Files.write(ram, Arrays.copyOf(image, (int) Layout.RAM_BYTES));
        return execute(ram)
            ? Optional.of(Batch.cases(Files.readAllBytes(ram), cases.size()))
            : Optional.empty();
      } finally {
        Files.delete(ram);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean execute(Path ram) throws IOException {
    Process process = new ProcessBuilder(PROGRAM, "-M", "virt,memory-backend=ram", "-cpu", CPU, "-smp", "2", "-m",
        "32M", "-object",
        "memory-backend-file,id=ram,size=32M,share=on,mem-path=" + ram, "-bios", "none", "-display", "none", "-serial",
        "none", "-monitor", "none").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }
}
