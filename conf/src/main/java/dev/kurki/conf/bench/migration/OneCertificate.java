package dev.kurki.conf.bench.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.input.BadInput;

/** A certificate that both nodes of a pair show, and that is its own authority; the JDK's keytool makes it. */
final class OneCertificate {
  private static final String ALIAS = "node";
  private static final String PASSWORD = "for-one-run";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private OneCertificate() {}

  /** Makes it in a benchmark's folder, and answers a node's settings that name it. */
  static String settings(Workspace workspace) throws InterruptedException {
    Path store = workspace.file("node.p12");
    keytool(store);
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      Path certificate = written(workspace.file("node.pem"), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      Path key = written(workspace.file("node-key.pem"), "PRIVATE KEY",
          keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
      return "kurki.migration.tls { enabled = on, certificate = \"" + certificate + "\", private-key = \"" + key
          + "\", authorities = \"" + certificate + "\" }";
    } catch (GeneralSecurityException | IOException e) {
      throw new BadInput("no certificate can be made in " + workspace.folder() + ": " + e.getMessage());
    }
  }

  private static void keytool(Path store) throws InterruptedException {
    try {
      Process keytool = new ProcessBuilder(List.of(
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-genkeypair", "-alias", ALIAS, "-dname", "CN=" + ALIAS, "-keyalg", "EC", "-ext", "bc:c", "-validity", "2",
          "-keystore", store.toString(), "-storepass", PASSWORD)).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new BadInput("keytool makes no certificate: " + said.strip());
      }
    } catch (IOException e) {
      throw new BadInput("the JDK's keytool cannot be run: " + e.getMessage());
    }
  }

  private static Path written(Path file, String what, byte[] bytes) throws IOException {
    return Files.writeString(file,
        "-----BEGIN " + what + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + what + "-----\n");
  }
}
