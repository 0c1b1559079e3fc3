package dev.kurki.conf.bench.migration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.kurki.conf.bench.Qemu;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.input.BadInput;

/**
 * One process of QEMU with its console and its machine protocol on sockets in the workspace. It ends with this process, though
 * that be killed ({@link Qemu#endingWithParent}).
 */
final class QemuProcess implements AutoCloseable {
  private static final int POLL_MILLIS = 20;
  private static final int BUFFER_BYTES = 4096;

  private final Process process;
  private final SocketChannel console;
  private final Qmp qmp;

  private QemuProcess(Process process, SocketChannel console, Qmp qmp) {
    this.process = process;
    this.console = console;
    this.qmp = qmp;
  }

  /**
   * Starts a machine {@code virt} whose RAM is touched by QEMU before it runs.
   *
   * @param name of its files in the workspace
   * @param kernel the guest
   * @param beats hears its console
   * @param more further options
   * @throws BadInput when QEMU does not come up, with what it said
   */
  static QemuProcess start(Workspace workspace, String name, Path kernel, long memoryBytes, BeatLog beats,
      String... more) throws InterruptedException {
    Path consoleSocket = workspace.file(name + ".console");
    Path qmpSocket = workspace.file(name + ".qmp");
    Path log = workspace.file(name + ".log");
    List<String> command = new ArrayList<>(Qemu.endingWithParent());
    command.addAll(List.of("-accel", "tcg", "-machine", "virt,memory-backend=ram",
        "-object", "memory-backend-ram,id=ram,prealloc=on,size=" + memoryBytes, "-m", (memoryBytes >> 20) + "M",
        "-bios", "none", "-kernel", kernel.toString(), "-display", "none", "-chardev",
        "socket,id=console,server=on,wait=off,path=" + consoleSocket, "-serial", "chardev:console", "-qmp",
        "unix:" + qmpSocket + ",server=on,wait=off"));
    command.addAll(Arrays.asList(more));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
          .redirectInput(new File("/dev/null")).start();
      try {
        SocketChannel console = connect(consoleSocket, process, log);
        Thread _ = Thread.ofPlatform().daemon().name(name + " console").start(() -> listen(console, beats));
        return new QemuProcess(process, console, new Qmp(connect(qmpSocket, process, log)));
      } catch (IOException | RuntimeException | InterruptedException e) {
        end(process);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  Qmp qmp() {
    return qmp;
  }

  @Override
  public void close() {
    end(process);
    try {
      console.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      qmp.close();
    }
  }

  private static SocketChannel connect(Path socket, Process process, Path log)
      throws IOException, InterruptedException {
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
      } catch (IOException e) {
        channel.close();
        if (!process.isAlive()) {
          throw new BadInput("QEMU ended at once: " + Files.readString(log).strip().replace('\n', ' '));
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static void listen(SocketChannel console, BeatLog beats) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (console.read(buffer) >= 0) {
        beats.take(Arrays.copyOf(buffer.array(), buffer.position()));
        buffer.clear();
      }
    } catch (IOException e) {
      // QEMU has been ended, or the connection was closed here.
    }
  }

  private static void end(Process process) {
    process.destroyForcibly();
    Process _ = process.onExit().join();
  }
}
