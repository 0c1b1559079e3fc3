package dev.kurki.conf.abi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.typesafe.config.Config;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.golden.GoldenRegister;
import dev.kurki.conf.golden.GoldenRun;
import dev.kurki.conf.golden.GoldenStream;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.Judge;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.TagConflict;
import dev.kurki.migration.policy.Verdict;

/**
 * Holds a build to the policy: what it saves and shows is compared with the latest release of a line, and each difference is
 * judged. What a build of the project or of a vendor fails by.
 */
public final class AbiCheck {
  private final Config config;
  private final Path folder;
  private final Policy policy;
  private final NodeAbi build;

  private AbiCheck(Config config, Path folder, Policy policy, NodeAbi build) {
    this.config = config;
    this.folder = folder;
    this.policy = policy;
    this.build = build;
  }

  /**
   * A check of the running build.
   *
   * @param config has its machine types and defaults
   * @param folder the folder of the policy
   * @throws BadInput when the folder does not agree with itself: an edited lock, a missing one, an entry without evidence
   */
  public static AbiCheck of(Config config, Path folder) {
    Policy policy = PolicyFolder.at(folder).read(config);
    return new AbiCheck(config, folder, policy, BuildAbi.of(policy, config));
  }

  /**
   * What a check came to.
   *
   * @param line the line
   * @param build the build that was checked, as it calls itself
   * @param against the release that it was compared with; empty where nothing has shipped yet
   * @param verdicts one for each difference
   * @param conflicts tags that the build has for other shapes than a release
   * @param edits what was changed that is only ever added to, a line each
   */
  public record Report(String line, ReleaseId build, Optional<ReleaseId> against, List<Verdict> verdicts,
      List<Refusal> conflicts, List<String> edits) {
    /** Whether the build may be what the line releases next. */
    public boolean isGreen() {
      return conflicts.isEmpty() && edits.isEmpty() && verdicts.stream().allMatch(Verdict::isAllowed);
    }
  }

  /** The policy that is checked against. */
  public Policy policy() {
    return policy;
  }

  /** The build that is checked. */
  public NodeAbi build() {
    return build;
  }

  /**
   * Checks the build as the next release of a line.
   *
   * @param name the line's name; empty for the build's own
   * @throws BadInput when there is no line of that name
   */
  public Report check(Optional<String> name) {
    ReleaseLine line = line(name.orElse(policy.lines().own()));
    Optional<Lock> before = policy.lines().predecessor(line).flatMap(this::lock);
    Lock after = build.lock();
    List<Verdict> verdicts = before.map(released -> judge(line).judge(released, after)).orElse(List.of());
    List<Refusal> conflicts = policy.locks().stream().flatMap(released -> conflicts(released, after).stream())
        .distinct().toList();
    return new Report(line.name(), build.origin().release(), before.map(Lock::release), verdicts,
        conflicts, AppendOnly.edits(folder));
  }

  /**
   * Runs every golden stream on the build that is checked: those of all releases that have shipped, of other owners' as far
   * as the folder has them.
   *
   * @return how many there are
   * @throws BadInput for the first that is missing, was changed, is refused or ends otherwise, with the place where it is
   *     registered
   */
  public int verifyGoldenStreams() {
    List<GoldenStream> streams = goldenStreams();
    streams.forEach(goldenRun()::verify);
    return streams.size();
  }

  private List<GoldenStream> goldenStreams() {
    String owner = build.origin().release().owner();
    return policy.lines().releases().stream().map(Release::id)
        .filter(release -> release.owner().equals(owner) || Files.exists(GoldenRegister.of(folder, release)))
        .flatMap(release -> GoldenRegister.read(GoldenRegister.of(folder, release)).stream()).toList();
  }

  /** Runs golden streams on the build that is checked. */
  public GoldenRun goldenRun() {
    return new GoldenRun(config, build);
  }

  private ReleaseLine line(String name) {
    return policy.lines().line(name).orElseThrow(() -> new BadInput("there is no release line " + name + "; "
        + folder.resolve("lines.conf") + " has "
        + policy.lines().lines().stream().map(ReleaseLine::name).collect(Collectors.joining(", "))));
  }

  private Judge judge(ReleaseLine line) {
    Set<String> frozen = policy.locks().stream().flatMap(lock -> lock.machineTypes().stream())
        .map(MachineTypeLock::name).collect(Collectors.toSet());
    return new Judge(line, frozen, policy.locks(), policy.blacklist(), this::diverges, policy.deprecations());
  }

  /** A witness shows that a version is broken when its restored run does not end as the run that was not interrupted. */
  private boolean diverges(BlacklistEntry entry) {
    Path register = folder.resolve("witness").resolve(entry.evidence());
    return GoldenRegister.read(register).stream().filter(stream -> isOf(entry, stream))
        .anyMatch(stream -> !goldenRun().replay(stream).isSameToGuest(stream.end()));
  }

  /** A machine of another type shows nothing of the one that the entry is about. */
  private static boolean isOf(BlacklistEntry entry, GoldenStream stream) {
    return entry.machineType().equals(BlacklistEntry.ALL) || entry.machineType().equals(stream.machineType());
  }

  private Optional<Lock> lock(ReleaseId release) {
    return policy.locks().stream().filter(lock -> lock.release().equals(release)).findFirst();
  }

  private List<Refusal> conflicts(Lock released, Lock after) {
    Release release = policy.lines().release(released.release()).orElseThrow();
    return TagConflict.between(released, after).stream().map(conflict -> {
      String lock = release.id() + " (" + PolicyFolder.at(folder).placeOf(conflict.tag(), release) + ")";
      String built = after.release() + " (this build)";
      return conflict.rightful().equals(release.id()) ? conflict.refusal(lock, built) : conflict.refusal(built, lock);
    }).toList();
  }
}
