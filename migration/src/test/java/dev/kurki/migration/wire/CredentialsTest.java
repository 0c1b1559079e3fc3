package dev.kurki.migration.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.kurki.migration.wire.TestAuthority.NodeFiles;
import dev.kurki.migration.wire.UnusableCredentials.Part;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir
  private static Path folder = Path.of("");
  private static TestAuthority authority;
  private static NodeFiles alpha;
  private static NodeFiles beta;

  @BeforeAll
  static void makeCertificates() {
    authority = new TestAuthority(folder, "authority");
    alpha = authority.node("alpha");
    beta = authority.node("beta", "RSA");
  }

  @Test
  void a_file_that_is_not_there_or_cannot_be_read_is_told() {
    Path none = folder.resolve("none.pem");

    assertUnusable(Part.CERTIFICATE, "none.pem\" is not there",
        () -> Credentials.read(none, alpha.privateKey(), alpha.authorities()));
    assertUnusable(Part.PRIVATE_KEY, "none.pem\" is not there",
        () -> Credentials.read(alpha.certificate(), none, alpha.authorities()));
    assertUnusable(Part.AUTHORITIES, "none.pem\" is not there",
        () -> Credentials.read(alpha.certificate(), alpha.privateKey(), none));
    assertUnusable(Part.AUTHORITIES, "it is a folder",
        () -> Credentials.read(alpha.certificate(), alpha.privateKey(), folder));
  }

  @Test
  void a_file_that_has_something_else_is_told() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path broken = Files.writeString(folder.resolve("broken.pem"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Path old = Files.writeString(folder.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
    Path random = Files.writeString(folder.resolve("random.pem"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

    assertUnusable(Part.CERTIFICATE, "empty.pem\" has no certificate",
        () -> Credentials.read(empty, alpha.privateKey(), alpha.authorities()));
    assertUnusable(Part.CERTIFICATE, "broken.pem\" is no PEM file of certificates",
        () -> Credentials.read(broken, alpha.privateKey(), alpha.authorities()));
    assertUnusable(Part.PRIVATE_KEY, "has no private key",
        () -> Credentials.read(alpha.certificate(), alpha.certificate(), alpha.authorities()));
    assertUnusable(Part.PRIVATE_KEY, "\"RSA PRIVATE KEY\"; write it as PKCS#8",
        () -> Credentials.read(alpha.certificate(), old, alpha.authorities()));
    assertUnusable(Part.PRIVATE_KEY, "no key of RSA, EC or Ed25519",
        () -> Credentials.read(alpha.certificate(), random, alpha.authorities()));
  }

  @Test
  void a_key_of_another_certificate_is_told() {
    NodeFiles gamma = authority.node("gamma");

    assertUnusable(Part.PRIVATE_KEY, "does not belong to the certificate",
        () -> Credentials.read(alpha.certificate(), gamma.privateKey(), alpha.authorities()));
    assertUnusable(Part.PRIVATE_KEY, "does not belong to the certificate",
        () -> Credentials.read(alpha.certificate(), beta.privateKey(), alpha.authorities()));
  }

  @Test
  void a_certificate_that_is_not_in_force_is_told() {
    NodeFiles expired = authority.node("expired", "EC", "-startdate", "-10d", "-validity", "5");
    NodeFiles early = authority.node("early", "EC", "-startdate", "+10d");

    assertUnusable(Part.CERTIFICATE, "expired at ", expired::read);
    assertUnusable(Part.CERTIFICATE, "is in force from ", early::read);
  }

  @Test
  void a_certificate_for_one_end_only_is_told() {
    NodeFiles server = authority.node("server", "EC", "-ext", "eku=serverAuth");
    NodeFiles both = authority.node("both", "EC", "-ext", "eku=serverAuth,clientAuth");

    assertUnusable(Part.CERTIFICATE, "serverAuth and clientAuth", server::read);
    assertThat(both.read()).isNotNull();
  }

  @Test
  void certificates_that_are_no_chain_are_told() throws IOException {
    Path two = Files.writeString(folder.resolve("two.pem"),
        Files.readString(alpha.certificate()) + Files.readString(beta.certificate()));

    assertUnusable(Part.CERTIFICATE, "two.pem\" has certificates that are no chain",
        () -> Credentials.read(two, alpha.privateKey(), alpha.authorities()));
  }

  private static void assertUnusable(Part part, String what, ThrowingCallable reading) {
    assertThatThrownBy(reading).isInstanceOfSatisfying(UnusableCredentials.class,
        e -> assertThat(e.part()).isEqualTo(part)).hasMessageContaining(what).message().hasLineCount(1);
  }
}
