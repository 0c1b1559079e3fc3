package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.control.MachineDescription;
import java.util.Optional;

/** Reads a machine's description: what is taken for one can be passed on as it was understood. */
final class FuzzedDescription implements FuzzedReader {
  @Override
  public void read(byte[] input) {
    Optional<MachineDescription> read = MachineDescription.decode(Bytes.of(input));
    read.ifPresent(description -> {
      if (!MachineDescription.decode(description.encode()).equals(read)) {
        throw new AssertionError("it is passed on otherwise than it was understood: " + description);
      }
    });
  }
}
