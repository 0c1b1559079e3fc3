package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.ReleaseLines;

/** What a running build is and knows: its lock from its code, its policy as it was built with it. */
public final class BuildAbi {
  private static final String DEFAULTS = "kurki.machine-defaults";
  private static final String DEVELOPMENT = "-dev";
  private static final int DIGITS = 8;

  private BuildAbi() {}

  /**
   * The build's own.
   *
   * @param config the node's; what its operator sets as the defaults of machines is no part of the build
   * @throws BadInput when the policy in the build does not agree with itself, or a machine type is not of its form
   */
  public static NodeAbi load(Config config) {
    return of(PolicyFolder.ofBuild().read(config), config);
  }

  /** The running build with a policy; parameters as above. */
  static NodeAbi of(Policy policy, Config config) {
    ReleaseLines lines = policy.lines();
    ReleaseLine own = lines.line(lines.own()).orElseThrow();
    ReleaseId building = new ReleaseId(own.owner(), own.building());
    Optional<ReleaseId> parent = parent(own, building);
    Lock lock = LockGenerator.generate(withOwnDefaults(config), building, parent,
        parent.flatMap(lines::release).map(Release::digest).orElse(""));
    Origin origin = new Origin(release(own, lock), bases(lines, own));
    return new NodeAbi(origin, new Lock(origin.release(), lock.parent(), lock.parentDigest(), lock.commit(),
        lock.streamFormat(), lock.machineTypes()), policy.locks(), policy.blacklist());
  }

  /** The configuration with the defaults of machines that the build itself has. */
  static Config withOwnDefaults(Config config) {
    Config own = ConfigFactory.parseResources(BuildAbi.class.getClassLoader(), "reference.conf")
        .withOnlyPath(DEFAULTS).resolve();
    return config.withoutPath(DEFAULTS).withFallback(own);
  }

  /** The release before: a build of one that is recorded already is not its own parent. */
  private static Optional<ReleaseId> parent(ReleaseLine own, ReleaseId building) {
    return own.releases().stream().map(Release::id).takeWhile(id -> !id.equals(building)).reduce((_, later) -> later)
        .or(own::parent);
  }

  /** Two builds on the way to a release are two releases unless they save and show the same. */
  private static ReleaseId release(ReleaseLine own, Lock lock) {
    return own.building().endsWith(DEVELOPMENT)
        ? new ReleaseId(own.owner(), own.building() + "." + lock.digest().substring(0, DIGITS))
        : lock.release();
  }

  /** The releases of other owners, nearest first: what the latest release is built from, or what the line began at. */
  private static List<ReleaseId> bases(ReleaseLines lines, ReleaseLine own) {
    List<ReleaseId> bases = new ArrayList<>();
    Optional<ReleaseId> base = own.latest().flatMap(Release::base).or(() -> begunAt(own));
    while (base.isPresent() && !bases.contains(base.get())) {
      ReleaseId nearest = base.get();
      bases.add(nearest);
      base = lines.release(nearest).flatMap(Release::base)
          .or(() -> lines.lineOf(nearest).flatMap(BuildAbi::begunAt));
    }
    return bases;
  }

  private static Optional<ReleaseId> begunAt(ReleaseLine line) {
    return line.parent().filter(parent -> !parent.owner().equals(line.owner()));
  }
}
