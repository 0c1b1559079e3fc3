package dev.kurki.conf.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinuxJobTest {
  /** As Debian's shell and sha256sum have computed them under QEMU. */
  private static final String DIGEST = "e4cf6fe589211ef4daa268f6cfb41eedcdee17cbb04aff7064502f82cde72d14";
  private static final String SUM = "sum 36212";

  @Test
  void proofs_are_what_linux_comes_to() {
    assertThat(LinuxJob.SHA256SUM.proof()).isEqualTo(DIGEST);
    assertThat(LinuxJob.SHELL_LOOP.proof()).isEqualTo(SUM);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_typed_is_no_proof_by_its_echo(LinuxJob job) {
    assertThat(job.command() + job.check()).doesNotContain(job.proof());
  }
}
