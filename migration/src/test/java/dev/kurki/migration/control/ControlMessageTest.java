package dev.kurki.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.migration.control.MachineDescription.SectionVersion;
import dev.kurki.migration.control.Negotiation.Abilities;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlMessageTest {
  @SavedState(id = "lamp", version = 3, minimumVersion = 2)
  record Lamp(int level) {}

  private static final MachineDescription MACHINE = new MachineDescription(new MachineId("crane"), "virt", 1 << 20,
      List.of("i", "m"), List.of(new SectionVersion("lamp", 0, 3)), "{}");
  private static final Abilities HERE = new Abilities(Set.of("virt"), 1 << 20, Set.of("i", "m", "a"));
  private static final Map<ComponentId, SectionSchema<?>> SCHEMAS = Map.of(new ComponentId("lamp", 0),
      SectionSchema.of(Lamp.class));

  private final ActorTestKit actors = ActorTestKit.create();

  @AfterEach
  void shutDown() {
    actors.shutdownTestKit();
  }

  @Test
  void every_wire_record_survives_serialisation() {
    SerializationTestKit wire = actors.serializationTestKit();

    wire.verifySerialization(new Offer(MACHINE, 7, actors.createTestProbe(FromTarget.class).getRef(),
        actors.createTestProbe(OfferReply.class).getRef()), true);
    wire.verifySerialization(new OfferReply.Accepted(actors.createTestProbe(FromSource.class).getRef(), "127.0.0.1", 1,
        "token"), true);
    wire.verifySerialization(new OfferReply.Declined(new Refusal(Rule.NAME_TAKEN, "name", "a", "b")), true);
    wire.verifySerialization(new FromTarget.Prepared(7), true);
    wire.verifySerialization(new FromTarget.Failed("why"), true);
    wire.verifySerialization(new FromTarget.Running(8), true);
    wire.verifySerialization(new FromTarget.Discarded(), true);
    wire.verifySerialization(new FromSource.Commit(8), true);
    wire.verifySerialization(new FromSource.Abort("why"), true);
  }

  @Test
  void a_description_comes_back_from_a_streams_header() {
    assertThat(MachineDescription.decode(MACHINE.encode())).contains(MACHINE);
    assertThat(MachineDescription.decode(Bytes.utf8("no CBOR"))).isEmpty();
  }

  @Test
  void a_machine_that_fits_is_taken() {
    assertThat(Negotiation.check(MACHINE, HERE)).isEmpty();
    assertThat(Negotiation.check(MACHINE.sections(), SCHEMAS)).isEmpty();
  }

  @Test
  void machine_type_memory_and_extensions_are_each_a_reason_to_decline() {
    assertThat(rule(Negotiation.check(MACHINE, new Abilities(Set.of("sifive_u"), 1 << 20, HERE.extensions()))))
        .isEqualTo(Rule.UNKNOWN_MACHINE_TYPE);
    assertThat(rule(Negotiation.check(MACHINE, new Abilities(HERE.machineTypes(), 4096, HERE.extensions()))))
        .isEqualTo(Rule.NOT_ENOUGH_MEMORY);
    assertThat(rule(Negotiation.check(MACHINE, new Abilities(HERE.machineTypes(), 1 << 20, Set.of("i")))))
        .isEqualTo(Rule.MISSING_EXTENSION);
  }

  @Test
  void sections_are_taken_within_their_versions_and_one_for_one() {
    assertThat(Negotiation.check(List.of(new SectionVersion("lamp", 0, 2)), SCHEMAS)).isEmpty();
    assertThat(rule(Negotiation.check(List.of(new SectionVersion("lamp", 0, 4)), SCHEMAS)))
        .isEqualTo(Rule.UNSUPPORTED_VERSION);
    assertThat(rule(Negotiation.check(List.of(new SectionVersion("lamp", 0, 1)), SCHEMAS)))
        .isEqualTo(Rule.UNSUPPORTED_VERSION);
    assertThat(rule(Negotiation.check(List.of(new SectionVersion("lamp", 1, 3)), SCHEMAS)))
        .isEqualTo(Rule.UNKNOWN_SECTION);
    assertThat(rule(Negotiation.check(List.of(), SCHEMAS))).isEqualTo(Rule.MISSING_SECTION);
  }

  private static Rule rule(Optional<Refusal> refusal) {
    return refusal.orElseThrow().rule();
  }
}
