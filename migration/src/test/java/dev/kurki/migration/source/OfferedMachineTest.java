package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply.Declined;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a source does with a machine before its target has taken the offer. */
class OfferedMachineTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final MachineId CRANE = new MachineId("crane");
  private static final Refusal FULL = new Refusal(Rule.NOT_ENOUGH_MEMORY, "ram", "at most 0 bytes", "65536 bytes");
  private static final Refusal WIRED = new Refusal(Rule.UNMIGRATABLE, "lamp", "a component that can be saved",
      "it is wired to the wall");

  private final ActorTestKit actors = ActorTestKit.create();
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, 16 * GuestMemory.PAGE_BYTES);
  private final TestProbe<MachineMessage> machine = actors.createTestProbe(MachineMessage.class);
  private final TestProbe<MigrationEvent> node = actors.createTestProbe(MigrationEvent.class);
  private final TestProbe<Offer> offers = actors.createTestProbe(Offer.class);

  @AfterEach
  void close() {
    actors.shutdownTestKit();
    memory.close();
  }

  @Test
  void one_that_is_declined_is_told_with_every_reason_and_the_guest_is_not_touched() {
    ActorRef<SourceMessage> source = actors.spawn(sourceOf(List.of()));

    offers.receiveMessage(DEADLINE).replyTo().tell(new Declined(List.of(FULL, WIRED)));

    assertThat(node.receiveMessage(DEADLINE)).isEqualTo(new NotMoved(CRANE, State.FAILED,
        "it cannot be moved to node beta: " + FULL.sentence() + "; and " + WIRED.sentence(), List.of(FULL, WIRED)));
    node.expectTerminated(source, DEADLINE);
    machine.expectNoMessage(Duration.ZERO);
  }

  @Test
  void one_that_cannot_be_saved_is_not_offered() {
    ActorRef<SourceMessage> source = actors.spawn(sourceOf(List.of(WIRED)));

    assertThat(node.receiveMessage(DEADLINE)).isEqualTo(new NotMoved(CRANE, State.FAILED,
        "it cannot be moved to node beta: " + WIRED.sentence(), List.of(WIRED)));
    node.expectTerminated(source, DEADLINE);
    offers.expectNoMessage(Duration.ZERO);
    machine.expectNoMessage(Duration.ZERO);
  }

  private Behavior<SourceMessage> sourceOf(List<Refusal> unmigratable) {
    return SourceActor.create(
        new MachineToMove(description(), List.of(), 1, machine.getRef(), memory, true, unmigratable),
        new Destination("beta", offers.getRef(), 0),
        MigrationParameters.from(actors.system().settings().config().getConfig("kurki.migration"), new Plain()),
        node.getRef());
  }

  private static MachineDescription description() {
    return new MachineDescription(CRANE, "virt", 16 * GuestMemory.PAGE_BYTES, List.of(), List.of(), "{}",
        Provenance.bornOn(new Origin(new ReleaseId("kurki", "0.1.0"), List.of())),
        new MachineTypeLock("virt", Map.of(), List.of(), List.of(), List.of(), List.of()));
  }
}
