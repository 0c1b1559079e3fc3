package dev.kurki.migration.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test's own, which the JDK's keytool makes in the test's folder. */
public final class TestAuthority {
  private static final String PASSWORD = "password";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final Path folder;
  private final Path store;
  private final Path certificate;

  /** The PEM files of a node. */
  public record NodeFiles(Path certificate, Path privateKey, Path authorities) {
    /** Reads them. */
    public Credentials read() {
      return Credentials.read(certificate, privateKey, authorities);
    }

    /** The settings that name them. */
    public String settings() {
      return "kurki.migration.tls { enabled = on, certificate = \"" + certificate + "\", private-key = \"" + privateKey
          + "\", authorities = \"" + authorities + "\" }";
    }
  }

  /**
   * Makes an authority.
   *
   * @param options more of keytool's
   */
  public TestAuthority(Path folder, String name, String... options) {
    this.folder = folder;
    this.store = folder.resolve(name + ".p12");
    List<String> all = new ArrayList<>(List.of("-dname", "CN=" + name, "-keyalg", "EC", "-ext", "bc:c"));
    all.addAll(List.of(options));
    keytool("ca", all.toArray(String[]::new));
    this.certificate = certificateOf("ca", folder.resolve(name + ".pem"));
  }

  /** Makes a node's files with a key of a kind that is quickly made. */
  public NodeFiles node(String name) {
    return node(name, "EC");
  }

  /**
   * Makes a node's files.
   *
   * @param algorithm keytool's name of the kind of key
   * @param options more of keytool's
   */
  public NodeFiles node(String name, String algorithm, String... options) {
    List<String> all = new ArrayList<>(
        List.of("-dname", "CN=" + name, "-keyalg", algorithm, "-signer", "ca"));
    all.addAll(List.of(options));
    keytool(name, all.toArray(String[]::new));
    try {
      Path key = folder.resolve(name + "-key.pem");
      Files.writeString(key, pem("PRIVATE KEY", keys().getKey(name, PASSWORD.toCharArray()).getEncoded()));
      return new NodeFiles(certificateOf(name, folder.resolve(name + ".pem")), key, certificate);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** All keys and certificates that were made, for those who do without this project's credentials. */
  KeyStore keys() {
    try {
      return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What opens them. */
  static char[] password() {
    return PASSWORD.toCharArray();
  }

  /** A store for some of them. */
  static KeyStore empty() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path certificateOf(String alias, Path file) {
    try {
      Certificate made = keys().getCertificate(alias);
      return Files.writeString(file, pem("CERTIFICATE", made.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private void keytool(String alias, String... options) {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", alias, "-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(options));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
  }
}
