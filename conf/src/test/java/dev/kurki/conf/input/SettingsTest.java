package dev.kurki.conf.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @Test
  void a_text_of_a_peer_reads_no_file_of_this_host(@TempDir Path folder) throws IOException {
    Path secret = folder.resolve("secret.conf");
    Files.writeString(secret, "name = secret\n");

    for (String include : new String[]{"include file(\"" + secret + "\")", "include url(\"" + secret.toUri() + "\")",
        "include \"" + secret + "\"", "include classpath(\"reference.conf\")"}) {
      assertThat(Settings.parseAlone("machine = { " + include + " }").getConfig("machine").isEmpty()).as(include)
          .isTrue();
    }
  }
}
