package dev.kurki.conf.lockstep;

import dev.kurki.actors.machine.MachineMessage.Advanced;
import dev.kurki.conf.lockstep.Difference.Place;
import dev.kurki.conf.lockstep.Difference.Value;
import dev.kurki.conf.lockstep.Progress.Held;
import dev.kurki.conf.machine.MachineConfig;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds the one instruction of a difference: another pair goes from the checkpoint on, one instruction at a time, each a region of
 * its own.
 */
final class Narrowing {
  private final MachineConfig machine;
  private final LockstepSettings settings;
  private final Checkpoint checkpoint;
  private final Typed typed;

  Narrowing(MachineConfig machine, LockstepSettings settings, Checkpoint checkpoint, Typed typed) {
    this.machine = machine;
    this.settings = settings;
    this.checkpoint = checkpoint;
    this.typed = typed;
  }

  /**
   * The difference that one instruction makes.
   *
   * @param end where it was found, in instructions
   * @param pages those that differed there
   * @return empty where no instruction makes one by itself
   */
  Optional<Difference> find(long end, BitSet pages) {
    try (MachinePair pair = MachinePair.at(checkpoint, machine, new SingleInstructions(settings.translator()))) {
      pair.hold();
      long position = checkpoint.instructions();
      while (position < end) {
        typed.at(position).forEach(pair::type);
        List<Place> places = pair.places();
        Steps step = pair.advance(1, 1);
        List<Value> values = new ArrayList<>(step.values());
        values.addAll(pair.comparePages(pages));
        if (!values.isEmpty()) {
          return Optional.of(new Difference(position, position + 1, places, values));
        }
        if (!(step.progress() instanceof Held(Advanced(var instructions, var isAsleep))) || isAsleep) {
          return Optional.empty();
        }
        position += instructions;
      }
    }
    return Optional.empty();
  }
}
