package io.kymaros.velero;

import io.kymaros.velero.api.StorageLocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates of the object storage are trusted, as Velero itself is told by the BackupStorageLocation: those
 * that the platform trusts, the location's own, or any.
 *
 * @param caCert the location's own certificates, PEM in base64
 * @param any whether every certificate is accepted
 */
record StorageTrust(Optional<String> caCert, boolean any) {

    static StorageTrust of(StorageLocation location) {
        return new StorageTrust(location.caCert(), location.anyCertificate());
    }

    /**
     * A context that trusts these certificates.
     *
     * @throws IllegalArgumentException if the location's certificates can't be read
     */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, any ? new TrustManager[] {new AnyCertificate()} : trusted(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the certificates can't be used", e);
        }
    }

    private TrustManager[] trusted() throws GeneralSecurityException, IOException {
        TrustManagerFactory platform = factory(null);
        if (caCert.isEmpty()) {
            return platform.getTrustManagers();
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (TrustManager manager : platform.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (Certificate certificate : x509.getAcceptedIssuers()) {
                    all.setCertificateEntry("platform-" + number++, certificate);
                }
            }
        }
        byte[] pem = Base64.getMimeDecoder().decode(caCert.get());
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            all.setCertificateEntry("location-" + number++, certificate);
        }
        return factory(all).getTrustManagers();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    /** Accepts every certificate and host name: {@code insecureSkipTLSVerify} of the location asks for that. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
