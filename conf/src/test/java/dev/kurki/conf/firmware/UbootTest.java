package dev.kurki.conf.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.kurki.conf.cluster.ConsoleProbe;
import dev.kurki.conf.cluster.TwoNodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSBI and U-Boot as Debian packages them, moved to another node at the prompt. */
class UbootTest {
  private static final Path OPENSBI = Path.of("/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin");
  private static final Path UBOOT = Path.of("/usr/lib/u-boot/qemu-riscv64_smode/u-boot.bin");

  @ParameterizedTest
  @ValueSource(strings = {"virt-0.1", "virt-0.2"})
  void a_variable_set_before_the_move_prints_after_it_on_the_same_console(String type) throws InterruptedException {
    boolean required = "required".equals(System.getProperty("kurki.real-input"));
    assumeTrue(required || (Files.isReadable(OPENSBI) && Files.isReadable(UBOOT)),
        "skipped: needs the Debian packages opensbi and u-boot-qemu (apt-get install opensbi u-boot-qemu)");
    try (TwoNodes nodes = TwoNodes.start("1 GiB")) {
      nodes.alpha().launch(TwoNodes.machine("name = uboot, type = \"" + type
          + "\", memory = 128 MiB, bios = \"" + OPENSBI + "\", kernel = \"" + UBOOT + "\", append = \"\""));
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "uboot")) {
        console.expect("OpenSBI v");
        console.expect("Hit any key to stop autoboot");
        console.type(" ");
        console.expect("=> ");

        console.type("version\r");
        assertThat(console.expect("=> ")).contains("U-Boot 20");
        console.type("bdinfo\r");
        assertThat(console.expect("=> ")).contains("DRAM bank").contains("0x8000000");
        console.type("setenv crane flies south\r");
        console.expect("=> ");

        String state = nodes.alpha().migrate("uboot", "beta", _ -> {}).path("state").asText();
        console.type("printenv crane\r");

        assertThat(state).isEqualTo("completed");
        assertThat(console.expect("=> ")).contains("crane=flies south");
        assertThat(nodes.alpha().find("uboot")).contains(nodes.beta().node());
      }
    }
  }
}
