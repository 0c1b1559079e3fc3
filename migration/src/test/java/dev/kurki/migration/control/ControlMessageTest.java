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
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlMessageTest {
  @SavedState(id = "lamp", version = 3, minimumVersion = 2)
  record Lamp(int level) {}

  private static final Origin RELEASE = new Origin(new ReleaseId("kurki", "0.1.0"), List.of());
  private static final MachineDescription MACHINE = new MachineDescription(new MachineId("crane"), "virt", 1 << 20,
      List.of("i", "m"), List.of(new SectionVersion("lamp", 0, 3)), "{}", Provenance.bornOn(RELEASE), type("virt"));
  private static final Abilities HERE = new Abilities(abi("virt"), 1 << 20, Set.of("i", "m", "a"));
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

    wire.verifySerialization(
        new Offer(MACHINE, List.of(), List.of("return-path"), 7, actors.createTestProbe(FromTarget.class).getRef(),
            actors.createTestProbe(OfferReply.class).getRef()),
        true);
    wire.verifySerialization(new OfferReply.Accepted(actors.createTestProbe(FromSource.class).getRef(), "127.0.0.1", 1,
        "token", List.of("return-path")), true);
    wire.verifySerialization(new OfferReply.Declined(List.of(new Refusal(Rule.NAME_TAKEN, "name", "a", "b"))), true);
    wire.verifySerialization(new FromTarget.Prepared(7), true);
    wire.verifySerialization(new FromTarget.Failed("why"), true);
    wire.verifySerialization(new FromTarget.Running(8), true);
    wire.verifySerialization(new FromTarget.Postcopy(8), true);
    wire.verifySerialization(new FromTarget.PagesCame(3, 2, 1), true);
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
    assertThat(Negotiation.check(MACHINE, HERE, List.of())).isEmpty();
    assertThat(Negotiation.check(MACHINE.sections(), SCHEMAS)).isEmpty();
  }

  @Test
  void machine_type_memory_and_extensions_are_each_a_reason_to_decline() {
    assertThat(rules(Negotiation.check(MACHINE, new Abilities(abi("sifive_u"), 1 << 20, HERE.extensions()), List.of())))
        .containsExactly(Rule.UNKNOWN_MACHINE_TYPE);
    assertThat(rules(Negotiation.check(MACHINE, new Abilities(HERE.abi(), 4096, HERE.extensions()), List.of())))
        .containsExactly(Rule.NOT_ENOUGH_MEMORY);
    assertThat(rules(Negotiation.check(MACHINE, new Abilities(HERE.abi(), 1 << 20, Set.of("i")), List.of())))
        .containsExactly(Rule.MISSING_EXTENSION);
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

  @Test
  void every_reason_is_told_with_the_machines_name() {
    List<Refusal> refusals = Negotiation.check(MACHINE, new Abilities(abi("sifive_u"), 4096, Set.of("i")), List.of());

    assertThat(rules(refusals)).containsExactly(Rule.UNKNOWN_MACHINE_TYPE, Rule.NOT_ENOUGH_MEMORY,
        Rule.MISSING_EXTENSION);
    assertThat(refusals).extracting(Refusal::machine).containsOnly("crane");
  }

  @Test
  void a_release_that_is_not_what_it_is_known_as_is_refused() {
    MachineTypeLock forged = new MachineTypeLock("virt", Map.of("isa", "another"), List.of(), List.of(), List.of(),
        List.of());
    Lock known = new Lock(RELEASE.release(), Optional.empty(), "", "", 1, List.of(type("virt")));
    NodeAbi here = new NodeAbi(new Origin(new ReleaseId("kurki", "0.2.0"), List.of()),
        new Lock(new ReleaseId("kurki", "0.2.0"), Optional.of(RELEASE.release()), "", "", 1, List.of(forged)),
        List.of(known), List.of());
    MachineDescription machine = new MachineDescription(MACHINE.machine(), "virt", 1 << 20, List.of(),
        MACHINE.sections(), "{}", MACHINE.provenance(), forged);

    assertThat(rules(Negotiation.check(machine, new Abilities(here, 1 << 20, Set.of()), List.of())))
        .containsExactly(Rule.SAME_TAG_OTHER_DIGEST);
  }

  private static MachineTypeLock type(String name) {
    return new MachineTypeLock(name, Map.of("isa", "rv64"), List.of(), List.of(), List.of(), List.of());
  }

  private static NodeAbi abi(String type) {
    return new NodeAbi(RELEASE,
        new Lock(RELEASE.release(), Optional.empty(), "", "", 1, List.of(type(type))), List.of(), List.of());
  }

  private static List<Rule> rules(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::rule).toList();
  }

  private static Rule rule(Optional<Refusal> refusal) {
    return refusal.orElseThrow().rule();
  }
}
