package com.example.lamps;

import java.nio.file.Path;

import dev.kurki.abitestkit.AbiRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds this build to what lamps/1.0.0, and the project's release that it began at, have promised. */
class LampPolicyTest {
  @RegisterExtension
  static final AbiRules ABI = AbiRules.of(Path.of("abi"));

  @Test
  void this_build_may_be_our_next_release() {
    ABI.expectAllowed();
  }

  @Test
  void machines_of_our_releases_run_on_as_they_did() {
    ABI.expectGoldenStreams();
  }
}
