package dev.kurki.migration.wire;

import dev.kurki.migration.wire.UnusableCredentials.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys out of PEM files (RFC 7468). */
final class PemFiles {
  private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemFiles() {}

  /**
   * The certificates of a file, in their order; at least one.
   *
   * @throws UnusableCredentials when there is none, or they cannot be read
   */
  static List<X509Certificate> certificates(Part part, Path file) {
    byte[] bytes = read(part, file);
    try {
      List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(bytes)).stream().map(X509Certificate.class::cast).toList();
      if (certificates.isEmpty()) {
        throw new UnusableCredentials(part, named(file) + " has no certificate; it has to be a PEM file with"
            + " -----BEGIN CERTIFICATE-----");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new UnusableCredentials(part, named(file) + " is no PEM file of certificates: " + oneLine(e));
    }
  }

  /**
   * The private key of a file.
   *
   * @throws UnusableCredentials when there is none that can be read
   */
  static PrivateKey privateKey(Path file) {
    String text = new String(read(Part.PRIVATE_KEY, file), StandardCharsets.ISO_8859_1);
    Matcher block = PKCS8.matcher(text);
    if (!block.find()) {
      Matcher other = OTHER_KEY.matcher(text);
      throw unusableKey(file, other.find()
          ? "has a key of the form \"" + other.group(1) + "\"; write it as PKCS#8 without a password:"
              + " openssl pkcs8 -topk8 -nocrypt -in KEY -out PEM"
          : "has no private key; it has to be a PEM file with -----BEGIN PRIVATE KEY-----");
    }
    try {
      return key(file, Base64.getMimeDecoder().decode(block.group(1)));
    } catch (IllegalArgumentException e) {
      throw unusableKey(file, "has a private key that is no Base64; export it anew");
    }
  }

  /** A file as it is named in messages. */
  static String named(Path file) {
    return "\"" + file + "\"";
  }

  /** What an exception says, without line ends. */
  static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
  }

  private static PrivateKey key(Path file, byte[] pkcs8) {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // It may be a key of the next kind.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    throw unusableKey(file, "has no key of RSA, EC or Ed25519; make one of these");
  }

  private static UnusableCredentials unusableKey(Path file, String what) {
    return new UnusableCredentials(Part.PRIVATE_KEY, named(file) + " " + what);
  }

  private static byte[] read(Part part, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UnusableCredentials(part, named(file) + " is not there; name a PEM file");
    } catch (IOException e) {
      throw new UnusableCredentials(part, named(file) + " cannot be read: "
          + (Files.isDirectory(file) ? "it is a folder" : e.getClass().getSimpleName()) + "; name a PEM file");
    }
  }
}
