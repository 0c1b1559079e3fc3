package dev.kurki.conf.machine;

import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;

/** Describes machines for whoever is to take them. */
public final class Description {
  private Description() {}

  /**
   * A machine as a build describes it.
   *
   * @param machine its configuration
   * @param plan what it is made of
   * @param provenance where it has been
   * @param abi the build, whose lock has the machine's type
   */
  public static MachineDescription of(MachineConfig machine, MachinePlan plan, Provenance provenance, NodeAbi abi) {
    MachineType type = machine.type();
    return new MachineDescription(machine.id(), type.name(), machine.memoryBytes(), type.isa().requirements(),
        MachineDescription.sectionsOf(plan.schemas(), plan::form), machine.text(), provenance,
        abi.lock().machineType(type.name()).orElseThrow(
            () -> new IllegalStateException("this build's lock lacks its own machine type " + type.name())));
  }
}
