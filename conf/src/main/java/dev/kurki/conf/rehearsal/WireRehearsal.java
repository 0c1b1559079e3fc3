package dev.kurki.conf.rehearsal;

import java.util.List;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.machine.Description;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.ControlMessage;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.FromTarget.Running;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;

/**
 * Brings what a move says between two nodes to bytes and back. Each node's serialization finds out for itself how to, of each
 * kind of message when it comes for the first time, which takes a tenth of a second for an offer: so it does that here, and not
 * while a machine waits to go.
 */
public final class WireRehearsal {
  private WireRehearsal() {}

  /**
   * Does it, once for each kind.
   *
   * @param system the node's
   * @param config all of its configuration, resolved
   * @param abi what its build knows of saved state
   */
  public static void run(ActorSystem<?> system, Config config, NodeAbi abi) {
    Serialization serialization = SerializationExtension.get(system);
    said(system, description(config, abi), abi).forEach(message -> {
      byte[] bytes = serialization.serialize(message).get();
      Object _ = serialization.deserialize(bytes, message.getClass()).get();
    });
  }

  private static Stream<ControlMessage> said(ActorSystem<?> system, MachineDescription machine, NodeAbi abi) {
    List<String> capabilities = Stream.of(Capability.values()).map(Capability::word).toList();
    return Stream.of(
        new Offer(machine, abi.blacklist(), capabilities, 1, system.ignoreRef(), system.ignoreRef()),
        new Accepted(system.ignoreRef(), Rehearsal.HOST, 1, "", capabilities), new Prepared(1), new Commit(1),
        new Running(1));
  }

  private static MachineDescription description(Config config, NodeAbi abi) {
    MachineConfig machine = MachineConfig.parse(Rehearsal.SETTINGS, config);
    MachinePlan plan = MachineBuilder.build(machine);
    try {
      return Description.of(machine, plan, Provenance.bornOn(abi.origin()), abi);
    } finally {
      plan.memory().close();
    }
  }
}
