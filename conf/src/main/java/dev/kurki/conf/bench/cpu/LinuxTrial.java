package dev.kurki.conf.bench.cpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.image.DebianExample;

/** Debian's kernel, from the start of an engine's process to the shell, and jobs that the shell is given. */
final class LinuxTrial {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String DONE = "all-done";
  /** As it is typed, so that its echo is another text. */
  private static final String SAY_DONE = "echo all-''done";

  private final Workspace workspace;
  private final DebianExample debian;

  LinuxTrial(Workspace workspace, DebianExample debian) {
    this.workspace = workspace;
    this.debian = debian;
  }

  /**
   * Boots it.
   *
   * @param jobs what the shell is given; the first time taken is that of the boot
   * @throws Failed when it does not come to the shell, or a job to its result
   */
  List<Taken> run(Engine engine, Subject boot, List<LinuxJob> jobs) throws InterruptedException, Failed {
    Shell shell = new Shell();
    try (Emulation emulation = Emulation.start(workspace, engine, Payload.of(debian), shell::take)) {
      List<Taken> taken = new ArrayList<>();
      taken.add(new Taken(boot, engine, expect(shell, DebianExample.PROMPT, emulation).time()));
      if (!jobs.isEmpty()) {
        Shell.Read _ = work(LinuxJob.PREPARATION, shell, emulation);
      }
      for (LinuxJob job : jobs) {
        Spent before = emulation.spent();
        Shell.Read done = work(job.command(), shell, emulation);
        taken.add(new Taken(Subject.of(job), engine, done.time().since(before)));
        String said = job.check().isEmpty() ? done.text() : work(job.check(), shell, emulation).text();
        if (!said.contains(job.proof())) {
          throw new Failed(job.word() + " comes to a wrong result: " + said.strip());
        }
      }
      return taken;
    } finally {
      workspace.clear();
    }
  }

  private static Shell.Read work(String command, Shell shell, Emulation emulation) throws InterruptedException, Failed {
    emulation.type(Bytes.utf8(command + "; " + SAY_DONE + "\n"));
    Shell.Read done = shell.await(DONE, PATIENCE).orElseThrow(
        () -> new Failed("Linux has not done in " + PATIENCE.toMinutes() + " minutes: " + command));
    Shell.Read _ = expect(shell, DebianExample.PROMPT, emulation);
    return done;
  }

  private static Shell.Read expect(Shell shell, String text, Emulation emulation) throws InterruptedException, Failed {
    return shell.await(text, PATIENCE).orElseThrow(
        () -> new Failed("Linux does not say \"" + text + "\" in " + PATIENCE.toMinutes() + " minutes; "
            + emulation.said()));
  }
}
