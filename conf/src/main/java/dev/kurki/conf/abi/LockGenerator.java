package dev.kurki.conf.abi;

import java.util.Optional;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.machine.MachineType;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.stream.FrameCodec;

/** Makes locks from the code: twice from the same code and configuration the same one. */
public final class LockGenerator {
  private LockGenerator() {}

  /**
   * The lock of what this build saves and shows. It names no commit yet.
   *
   * @param config has the machine types and the defaults of machines; a machine in it is not looked at
   * @param release what the build is, or is to be
   * @param parent the release before it
   * @param parentDigest the digest of that release's lock; empty where there is none
   * @throws BadInput when a machine type is not of the form that reference.conf describes
   * @throws IllegalStateException when a component does not bear a state that its schema allows: a defect of it
   */
  public static Lock generate(Config config, ReleaseId release, Optional<ReleaseId> parent, String parentDigest) {
    return new Lock(release, parent, parentDigest, "", FrameCodec.FORMAT_VERSION,
        MachineType.names(config).stream().map(name -> MachineTypeDescription.of(name, config)).toList());
  }
}
