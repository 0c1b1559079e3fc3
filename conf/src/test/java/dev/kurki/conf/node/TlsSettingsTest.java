package dev.kurki.conf.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.wire.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
  @TempDir
  private static Path folder = Path.of("");

  @BeforeAll
  static void makeCertificates() {
    TestAuthority authority = new TestAuthority(folder, "authority");
    authority.node("alpha");
    authority.node("beta");
    authority.node("old", "EC", "-startdate", "-10d", "-validity", "5");
  }

  @Test
  void it_is_off_where_nothing_is_said() throws IOException {
    assertThat(TlsSettings.read(node("")).isTls()).isFalse();
  }

  @Test
  void files_are_found_beside_the_file_that_names_them() throws IOException {
    assertThat(TlsSettings.read(node(tls("alpha.pem", "alpha-key.pem", "authority.pem"))).isTls()).isTrue();
  }

  @Test
  void what_is_wrong_is_told_with_file_and_line_when_the_node_is_read() throws IOException {
    assertTold(tls("none.pem", "alpha-key.pem", "authority.pem"),
        ":3: kurki.migration.tls.certificate \"" + folder.resolve("none.pem") + "\" is not there");
    assertTold(tls("alpha.pem", "beta-key.pem", "authority.pem"),
        ":4: kurki.migration.tls.private-key \"" + folder.resolve("beta-key.pem") + "\" does not belong to");
    assertTold(tls("old.pem", "old-key.pem", "authority.pem"),
        ":3: kurki.migration.tls.certificate \"" + folder.resolve("old.pem") + "\" expired at ");
    assertTold(tls("alpha.pem", "alpha-key.pem", "alpha-key.pem"), ":5: kurki.migration.tls.authorities \"");
    assertTold("kurki.migration.tls {\n  enabled = on\n}\n",
        ":2: kurki.migration.tls.enabled is on, and the key \"certificate\" beside it is missing");
    assertTold("kurki.migration.tls {\n  protocol = \"TLSv1.2\"\n}\n",
        ":2: unknown key \"kurki.migration.tls.protocol\"");
  }

  private static void assertTold(String text, String line) throws IOException {
    Config node = node(text);

    assertThatThrownBy(() -> NodeSettings.read(node)).isInstanceOf(BadInput.class)
        .hasMessageStartingWith(folder.resolve("node.conf") + line).message().hasLineCount(1);
  }

  private static String tls(String certificate, String key, String authorities) {
    return "kurki.migration.tls {\n  enabled = on\n  certificate = " + certificate + "\n  private-key = " + key
        + "\n  authorities = " + authorities + "\n}\n";
  }

  private static Config node(String text) throws IOException {
    return Settings.file(Files.writeString(folder.resolve("node.conf"), text).toFile(), LaunchConfig.forNodes());
  }
}
