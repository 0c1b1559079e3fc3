package dev.kurki.migration.wire;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A peer that does without this project's credentials: it shows what it likes, and believes anybody. */
public final class JdkPeer {
  private JdkPeer() {}

  /**
   * An engine of a client.
   *
   * @param authority has made its certificate
   * @param alias of the certificate that it shows; empty for none
   * @param protocol the only one that it speaks
   */
  public static SSLEngine client(TestAuthority authority, String alias, String protocol) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(alias.isEmpty() ? new KeyManager[0] : keys(authority, alias), new TrustManager[]{new Believer()},
          null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      engine.setEnabledProtocols(new String[]{protocol});
      return engine;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManager[] keys(TestAuthority authority, String alias) throws GeneralSecurityException {
    KeyStore all = authority.keys();
    KeyStore one = TestAuthority.empty();
    one.setKeyEntry(alias, all.getKey(alias, TestAuthority.password()), TestAuthority.password(),
        all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(one, TestAuthority.password());
    return keys.getKeyManagers();
  }

  private static final class Believer implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // It believes anybody.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // It believes anybody.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
