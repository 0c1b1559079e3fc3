package dev.kurki.conf.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.conf.abi.BuildAbi;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.machine.Description;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.node.PeerMessage.AskPreflight;
import dev.kurki.conf.node.PeerMessage.Preflight;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.wire.WireSecurity.Plain;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Config CONFIG = LaunchConfig.forMachines();
  private static final NodeAbi ABI = BuildAbi.load(CONFIG);

  private final ActorTestKit actors = ActorTestKit.create();

  @AfterEach
  void shutDown() {
    actors.shutdownTestKit();
  }

  @Test
  void why_another_nodes_machine_would_not_be_taken_is_logged_here_too() {
    ActorRef<PeerMessage> node = nodeWithRoomFor(0);
    TestProbe<Preflight> asking = actors.createTestProbe();

    Preflight answer = LoggingTestKit.warn("machine crane would not be taken: ").withOccurrences(1)
        .expect(actors.system(), () -> {
          node.tell(new AskPreflight(crane(), List.of(), List.of(), asking.getRef()));
          return asking.receiveMessage(PATIENCE);
        });

    assertThat(answer.refusals()).extracting(Refusal::rule).containsExactly(Rule.NOT_ENOUGH_MEMORY);
  }

  @Test
  void nothing_is_logged_of_a_machine_that_would_be_taken() {
    ActorRef<PeerMessage> node = nodeWithRoomFor(1 << 20);
    TestProbe<Preflight> asking = actors.createTestProbe();

    Preflight answer = LoggingTestKit.warn("would not be taken").withOccurrences(0).expect(actors.system(), () -> {
      node.tell(new AskPreflight(crane(), List.of(), List.of(), asking.getRef()));
      return asking.receiveMessage(PATIENCE);
    });

    assertThat(answer.refusals()).isEmpty();
  }

  private ActorRef<PeerMessage> nodeWithRoomFor(long bytes) {
    NodeSettings settings = new NodeSettings("beta", "kurki", "127.0.0.1", 0, List.of(), "127.0.0.1", 0, bytes, 0, 0,
        new Plain(), List.of());
    actors.spawn(NodeActor.create(settings, "", ABI, CONFIG));
    TestProbe<Receptionist.Listing> listings = actors.createTestProbe();
    actors.system().receptionist().tell(Receptionist.subscribe(PeerMessage.KEY, listings.getRef()));
    return listings
        .fishForMessage(PATIENCE, listing -> listing.getServiceInstances(PeerMessage.KEY).isEmpty()
            ? FishingOutcomes.continueAndIgnore()
            : FishingOutcomes.complete())
        .getLast().getServiceInstances(PeerMessage.KEY).iterator().next();
  }

  private static MachineDescription crane() {
    MachineConfig machine = MachineConfig.parse("{ name = crane, memory = 1 MiB, guest { kind = firmware } }", CONFIG);
    MachinePlan plan = MachineBuilder.build(machine);
    MachineDescription description = Description.of(machine, plan, Provenance.bornOn(ABI.origin()), ABI);
    plan.memory().close();
    return description;
  }
}
