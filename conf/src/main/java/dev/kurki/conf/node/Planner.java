package dev.kurki.conf.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.control.Negotiation.Abilities;

/** Makes plans away from the node's actor, as images are read on the way; and says what this node can take. */
final class Planner {
  /** What came of it. */
  sealed interface Result {}

  /** A machine can be built. */
  record Planned(MachineConfig config, MachinePlan plan) implements Result {}

  /** It cannot; nothing is left of the attempt. */
  record Unplanned(List<Refusal> refusals) implements Result {}

  private final Config config;
  private final NodeAbi abi;
  private final Executor blocking;
  private final MachineBuilder.MemorySource reserve;

  /**
   * A planner.
   *
   * @param config what has the machine types
   * @param abi what the node's build knows of saved state
   * @param blocking where files are read
   * @param reserve where machines that come from elsewhere have their RAM from
   */
  Planner(Config config, NodeAbi abi, Executor blocking, MachineBuilder.MemorySource reserve) {
    this.config = config;
    this.abi = abi;
    this.blocking = blocking;
    this.reserve = reserve;
  }

  /** What a node with so much room can take. */
  Abilities abilities(long freeBytes) {
    return new Abilities(abi, freeBytes, Set.copyOf(InstructionSet.full().requirements()));
  }

  /** The refusal of a name that is taken. */
  static Refusal nameTaken(MachineId id) {
    return new Refusal(Rule.NAME_TAKEN, "name", "a name that no machine has here",
        "machine " + id + " is here already");
  }

  /** The plan of a machine that is to be powered on. */
  CompletionStage<Result> toLaunch(String text, long freeBytes) {
    return planned(() -> {
      MachineConfig machine = MachineConfig.parse(text, config);
      if (machine.memoryBytes() > freeBytes) {
        return new Unplanned(List.of(new Refusal(Rule.NOT_ENOUGH_MEMORY, "memory", "room", "machine " + machine.id()
            + " needs " + machine.memoryBytes() + " bytes of RAM, and there is room for " + freeBytes)));
      }
      return new Planned(machine, MachineBuilder.build(machine));
    });
  }

  /** Whether a machine could be taken, as far as can be said without building it: every reason why not. */
  CompletionStage<List<Refusal>> preflight(MachineDescription description, List<BlacklistEntry> told, long freeBytes) {
    List<Refusal> refusals = Negotiation.check(description, abilities(freeBytes), told);
    if (!refusals.isEmpty()) {
      return CompletableFuture.completedFuture(refusals);
    }
    return CompletableFuture.supplyAsync(() -> {
      try {
        return agreeing(description).isPresent() ? List.<Refusal>of() : List.of(otherMachine());
      } catch (BadInput e) {
        return List.of(unusable("a machine that can be built here", e.line()));
      }
    }, blocking);
  }

  /** The plan of a machine whose state comes from elsewhere and has to be as described. */
  CompletionStage<Result> toTake(MachineDescription description) {
    return planned(() -> {
      Optional<MachineConfig> machine = agreeing(description);
      if (machine.isEmpty()) {
        return new Unplanned(List.of(otherMachine()));
      }
      MachinePlan plan = MachineBuilder.buildForState(machine.get(), reserve);
      Optional<Refusal> refusal = Negotiation.check(description.sections(), plan.schemas());
      if (refusal.isPresent()) {
        plan.memory().close();
        return new Unplanned(List.of(refusal.get()));
      }
      return new Planned(machine.get(), plan);
    });
  }

  /** The described machine's configuration, if it is that of the machine described. */
  private Optional<MachineConfig> agreeing(MachineDescription description) {
    MachineConfig machine = MachineConfig.parse(description.configuration(), config);
    return Optional.of(machine).filter(read -> read.id().equals(description.machine())
        && read.memoryBytes() == description.ramBytes() && read.type().name().equals(description.machineType()));
  }

  private static Refusal otherMachine() {
    return unusable("a configuration that agrees with its description", "another machine's");
  }

  private CompletionStage<Result> planned(Supplier<Result> attempt) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return attempt.get();
      } catch (BadInput e) {
        return new Unplanned(List.of(unusable("a machine that can be built here", e.line())));
      }
    }, blocking);
  }

  /** The refusal of a machine whose planning came to a defect. */
  static Refusal failed(Throwable problem) {
    return unusable("a machine that can be built here", String.valueOf(problem.getMessage()));
  }

  /** The refusal of a configuration. */
  static Refusal unusable(String expected, String actual) {
    return new Refusal(Rule.INCONSISTENT, "configuration", expected, actual);
  }
}
