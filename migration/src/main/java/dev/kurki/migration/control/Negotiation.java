package dev.kurki.migration.control;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.migration.control.MachineDescription.SectionVersion;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.Compatibility;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides, before any RAM moves, whether a described machine can be taken here. Pure: each method only compares. */
public final class Negotiation {
  private Negotiation() {}

  /**
   * What a node has to offer to a machine that comes.
   *
   * @param abi what its build knows of saved state
   * @param freeBytes how much guest RAM it still has room for
   * @param extensions the instruction-set extensions of its harts
   */
  public record Abilities(NodeAbi abi, long freeBytes, Set<String> extensions) {
    /** Copies the set. */
    public Abilities {
      extensions = Set.copyOf(extensions);
    }
  }

  /**
   * Compares a machine with a node's abilities and its policy: machine type, saved state, blacklists, memory, extensions.
   *
   * @param machine the machine
   * @param here what the node has
   * @param told the blacklist of the node that offers it, which may know more
   * @return every reason why not; empty when it can be taken
   */
  public static List<Refusal> check(MachineDescription machine, Abilities here, List<BlacklistEntry> told) {
    List<Refusal> refusals = new ArrayList<>();
    refusals.addAll(checkType(machine.typeLock(), here.abi().origin(), here.abi().lock()));
    refusals.addAll(tags(machine, here.abi()));
    refusals.addAll(Blacklist.check(union(here.abi().blacklist(), told), machine.provenance(), machine.machineType(),
        machine.sectionVersions()));
    if (machine.ramBytes() > here.freeBytes()) {
      refusals.add(new Refusal(Rule.NOT_ENOUGH_MEMORY, "ram", "at most " + here.freeBytes() + " bytes",
          machine.ramBytes() + " bytes"));
    }
    List<String> missing = new ArrayList<>(machine.extensions());
    missing.removeAll(here.extensions());
    if (!missing.isEmpty()) {
      refusals.add(new Refusal(Rule.MISSING_EXTENSION, "extensions",
          "some of " + String.join(", ", here.extensions().stream().sorted().toList()), String.join(", ", missing)));
    }
    return refusals.stream().map(refusal -> refusal.of(machine.machine().name())).toList();
  }

  /**
   * Compares how two nodes secure streams.
   *
   * @param isTlsHere whether this node has TLS
   * @param node the other node, as messages call it
   * @param there what the other node can do, by {@link Capability#word}
   * @return why no machine moves between them, if none does
   */
  public static Optional<Refusal> checkSecurity(boolean isTlsHere, String node, List<String> there) {
    boolean isTlsThere = Capability.known(there).contains(Capability.TLS);
    if (isTlsHere == isTlsThere) {
      return Optional.empty();
    }
    return Optional.of(new Refusal(Rule.INCONSISTENT, "kurki.migration.tls", isTlsHere ? "TLS" : "no TLS",
        node + (isTlsThere ? " with TLS" : " without TLS"))
        .withWayOut("turn kurki.migration.tls on at both nodes, or at neither"));
  }

  /** Two blacklists as one; an entry that both have stands once. */
  public static List<BlacklistEntry> union(List<BlacklistEntry> one, List<BlacklistEntry> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }

  /** Compares a machine type of one build with what another build's lock has: every reason why not. */
  public static List<Refusal> checkType(MachineTypeLock type, Origin there, Lock lock) {
    return lock.machineType(type.name()).map(own -> Compatibility.check(type, own))
        .orElseGet(() -> List.of(new Refusal(Rule.UNKNOWN_MACHINE_TYPE, "machine-type",
            "one of " + String.join(", ", lock.machineTypes().stream().map(MachineTypeLock::name).toList())
                + ", which are those of " + there.release(),
            type.name())));
  }

  /** A release that is known here has to be what it is known as. */
  private static List<Refusal> tags(MachineDescription machine, NodeAbi here) {
    ReleaseId from = machine.provenance().last().release();
    return Stream.concat(here.locks().stream(), Stream.of(here.lock())).filter(lock -> lock.release().equals(from))
        .flatMap(lock -> lock.machineType(machine.machineType()).stream())
        // Equal locks have equal digests, which take far longer to make.
        .filter(known -> !known.equals(machine.typeLock()) && !known.digest().equals(machine.typeLock().digest()))
        .limit(1)
        .map(known -> new Refusal(Rule.SAME_TAG_OTHER_DIGEST, machine.machineType() + " of " + from, known.digest(),
            machine.typeLock().digest()))
        .toList();
  }

  /** Compares the sections that will come with those that the machine built here takes. Answers why not, if not. */
  public static Optional<Refusal> check(List<SectionVersion> coming, Map<ComponentId, SectionSchema<?>> here) {
    for (SectionVersion section : coming) {
      ComponentId id = new ComponentId(section.id(), section.instance());
      SectionSchema<?> schema = here.get(id);
      if (schema == null) {
        return Optional.of(new Refusal(Rule.UNKNOWN_SECTION, id.toString(), "a component of this machine",
            "none of that name"));
      }
      if (section.version() < schema.minimumVersion() || section.version() > schema.version()) {
        return Optional.of(new Refusal(Rule.UNSUPPORTED_VERSION, id.toString(),
            "version " + schema.minimumVersion() + " to " + schema.version(), "version " + section.version()));
      }
    }
    return here.keySet().stream()
        .filter(id -> coming.stream().noneMatch(s -> id.equals(new ComponentId(s.id(), s.instance())))).findFirst()
        .map(id -> new Refusal(Rule.MISSING_SECTION, id.toString(), "a section", "none"));
  }
}
