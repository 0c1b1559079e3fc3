package dev.kurki.migration.wire;

import dev.kurki.migration.wire.UnusableCredentials.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a node shows to others and whom it believes. Whoever has a certificate of the authorities is a node, so a cluster has
 * authorities of its own; a source may hold its target's against the target's host name besides. Immutable, for any thread.
 */
public final class Credentials {
  private static final String PROTOCOL = "TLSv1.3";
  /** The first is what the JDK does fastest: it has machine code of its own for it. */
  private static final String[] CIPHER_SUITES = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};
  private static final char[] NO_PASSWORD = {};
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
  /** The JDK's name of RFC 2818: names in the certificate are held against the one that was connected to. */
  private static final String SERVER_IDENTITY = "HTTPS";
  private static final String CLIENT_USAGE = "1.3.6.1.5.5.7.3.2";

  private final SSLContext context;

  private Credentials(SSLContext context) {
    this.context = context;
  }

  /**
   * Reads a node's credentials and holds them to one another.
   *
   * @param certificate a PEM file: the node's own certificate first, then those between it and an authority
   * @param privateKey a PEM file: the key that belongs to it, as PKCS#8 without a password; RSA, EC or Ed25519
   * @param authorities a PEM file: those from whom other nodes' certificates have to come
   * @throws UnusableCredentials when a file is missing or cannot be read, the key is another's, or the certificate is not in
   *     force now or may not be used at both ends
   */
  public static Credentials read(Path certificate, Path privateKey, Path authorities) {
    List<X509Certificate> chain = PemFiles.certificates(Part.CERTIFICATE, certificate);
    checkTime(chain, certificate);
    checkUsage(chain.getFirst(), certificate);
    PrivateKey key = PemFiles.privateKey(privateKey);
    if (!belongs(key, chain.getFirst())) {
      throw new UnusableCredentials(Part.PRIVATE_KEY,
          PemFiles.named(privateKey) + " does not belong to the certificate in "
              + PemFiles.named(certificate) + "; name the key that the certificate was requested with");
    }
    List<X509Certificate> believed = PemFiles.certificates(Part.AUTHORITIES, authorities);
    try {
      KeyStore own = empty();
      try {
        own.setKeyEntry("node", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      } catch (KeyStoreException e) {
        throw new UnusableCredentials(Part.CERTIFICATE, PemFiles.named(certificate)
            + " has certificates that are no chain; put the node's own first, then each that has signed the one before");
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, NO_PASSWORD);
      KeyStore others = empty();
      for (X509Certificate authority : believed) {
        others.setCertificateEntry("authority-" + others.size(), authority);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(others);
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new Credentials(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableCredentials(Part.CERTIFICATE,
          PemFiles.named(certificate) + " cannot be used: " + PemFiles.oneLine(e));
    }
  }

  /** An engine for a new connection. It resumes no session of before, so that certificates are looked at each time. */
  SSLEngine client() {
    SSLEngine engine = engine();
    engine.setUseClientMode(true);
    return engine;
  }

  /**
   * The same, where the other end's certificate has to name it, too.
   *
   * @param host what the other end was connected by, a name or an address; one of the certificate's alternative names has to be
   *     that
   */
  SSLEngine client(String host, int port) {
    SSLEngine engine = prepared(context.createSSLEngine(host, port));
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(SERVER_IDENTITY);
    engine.setSSLParameters(parameters);
    engine.setUseClientMode(true);
    return engine;
  }

  /** An engine for the other end of a connection. */
  SSLEngine server() {
    SSLEngine engine = engine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  private SSLEngine engine() {
    return prepared(context.createSSLEngine());
  }

  private static SSLEngine prepared(SSLEngine engine) {
    engine.setEnabledProtocols(new String[]{PROTOCOL});
    engine.setEnabledCipherSuites(CIPHER_SUITES.clone());
    return engine;
  }

  private static void checkTime(List<X509Certificate> chain, Path file) {
    Instant now = Instant.now();
    for (X509Certificate certificate : chain) {
      Instant end = certificate.getNotAfter().toInstant();
      Instant begin = certificate.getNotBefore().toInstant();
      if (now.isAfter(end)) {
        throw new UnusableCredentials(Part.CERTIFICATE, PemFiles.named(file) + " expired at " + end + "; renew it");
      }
      if (now.isBefore(begin)) {
        throw new UnusableCredentials(Part.CERTIFICATE, PemFiles.named(file) + " is in force from " + begin
            + " on only; set this host's clock, or renew it");
      }
    }
  }

  /** A node is a client where machines leave and a server where they come. */
  private static void checkUsage(X509Certificate own, Path file) {
    try {
      @Nullable
      List<String> usages = own.getExtendedKeyUsage();
      if (usages != null && !usages.contains(ANY_USAGE) && !usages.containsAll(List.of(SERVER_USAGE, CLIENT_USAGE))) {
        throw new UnusableCredentials(Part.CERTIFICATE, PemFiles.named(file)
            + " may not be used both as a server's and as a client's; request it with serverAuth and clientAuth");
      }
    } catch (CertificateParsingException e) {
      throw new UnusableCredentials(Part.CERTIFICATE, PemFiles.named(file) + " cannot be read: " + PemFiles.oneLine(e));
    }
  }

  /** Whether what the key signs is the certificate's owner's. */
  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    byte[] anything = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
        case "RSA" -> "SHA256withRSA";
        case "EC" -> "SHA256withECDSA";
        default -> "EdDSA";
      });
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(anything);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      // Their sizes or curves do not go together.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
