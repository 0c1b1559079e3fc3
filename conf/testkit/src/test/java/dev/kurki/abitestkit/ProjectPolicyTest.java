package dev.kurki.abitestkit;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds the project itself to its policy: the build fails by this test. */
class ProjectPolicyTest {
  @RegisterExtension
  static final AbiRules ABI = AbiRules.of(Path.of("../abi"));

  @Test
  void this_build_may_be_the_next_release() {
    ABI.expectAllowed();
  }

  @Test
  void every_golden_stream_ends_as_recorded() {
    ABI.expectGoldenStreams();
  }
}
