package dev.kurki.conf.command;

import dev.kurki.conf.admin.Json;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.LockText;
import picocli.CommandLine.Command;

/** {@code kurki abi dump}: the lock of this build as it stands. */
@Command(name = "dump", mixinStandardHelpOptions = true, description = "Prints what this build saves and shows, as its lock would have it.")
final class AbiDumpCommand extends PolicyCommand {
  @Override
  public Integer call() {
    Lock lock = abi().build().lock();
    if (isJson()) {
      out().println(Json.write(lock));
    } else {
      LockText.of(lock).forEach(out()::println);
    }
    return 0;
  }
}
