package dev.kurki.conf.abi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Origin;

/** The locks that a check knows, by the names that users have for them. */
public final class Releases {
  /** What users call the build that runs. */
  public static final String BUILD = "build";

  private final AbiCheck check;

  /** Those of a check's policy, and its build's. */
  public Releases(AbiCheck check) {
    this.check = check;
  }

  /**
   * A lock by a release, e.g. {@code kurki/0.1.0} or {@code 0.1.0} of the build's own owner; by its file; or {@link #BUILD}.
   *
   * @throws BadInput when there is none
   */
  public Lock named(String name) {
    if (name.equals(BUILD)) {
      return check.build().lock();
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return LockFile.read(file);
    }
    String id = name.contains("/") ? name : check.build().origin().release().owner() + "/" + name;
    return check.policy().locks().stream().filter(lock -> lock.release().toString().equals(id)).findFirst()
        .orElseThrow(() -> new BadInput("there is no release \"" + name + "\" and no lock of that name; there are "
            + String.join(", ", names()) + " and " + BUILD));
  }

  /** All releases and the build against one another. */
  public Matrix matrix() {
    List<Lock> locks = new ArrayList<>(check.policy().locks());
    if (locks.stream().noneMatch(lock -> lock.release().equals(check.build().lock().release()))) {
      locks.add(check.build().lock());
    }
    Map<ReleaseId, Origin> origins = new LinkedHashMap<>();
    check.policy().lines().releases().forEach(release -> origins.put(release.id(),
        new Origin(release.id(), release.base().stream().toList())));
    origins.put(check.build().origin().release(), check.build().origin());
    return Matrix.of(locks, check.policy().blacklist(), origins);
  }

  private List<String> names() {
    return check.policy().locks().stream().map(lock -> lock.release().toString()).toList();
  }
}
