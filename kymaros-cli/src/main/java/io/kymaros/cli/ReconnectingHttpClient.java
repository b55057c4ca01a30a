package io.kymaros.cli;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client's HTTP on Vert.x, but a request whose connection closes under it is sent again. The Kubernetes client repeats what
 * ends in an {@link IOException}; Vert.x says that with a {@link VertxException}, so that an API server that restarts, or a load
 * balancer that closes idle connections, would end a run.
 */
final class ReconnectingHttpClient
        extends StandardHttpClient<
                ReconnectingHttpClient, ReconnectingHttpClient.Factory, ReconnectingHttpClient.Builder> {
    private final VertxHttpClient<VertxHttpClientFactory> vertx;

    private ReconnectingHttpClient(
            Builder builder, VertxHttpClient<VertxHttpClientFactory> vertx, AtomicBoolean closed) {
        super(builder, closed);
        this.vertx = vertx;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return vertx.consumeBytesDirect(request, consumer)
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(asRepeatable(error)));
    }

    private static Throwable asRepeatable(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof VertxException ? new IOException(cause.getMessage(), cause) : cause;
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder request, WebSocket.Listener listener) {
        return vertx.buildWebSocketDirect(request, listener);
    }

    @Override
    protected void doClose() {
        vertx.close();
    }

    /** Makes such clients. */
    static final class Factory implements HttpClient.Factory {
        private final VertxHttpClientFactory vertx = new VertxHttpClientFactory();

        @Override
        public Builder newBuilder() {
            return new Builder(this);
        }
    }

    /** Hands the settings of a client on to Vert.x. */
    static final class Builder extends StandardHttpClientBuilder<ReconnectingHttpClient, Factory, Builder> {
        private Builder(Factory factory) {
            super(factory);
        }

        @Override
        public ReconnectingHttpClient build() {
            if (client == null && HttpClientUtils.decodeBasicCredentials(proxyAuthorization) == null) {
                // Vert.x itself knows a name and a password only.
                addProxyAuthInterceptor();
            }
            return client == null
                    ? new ReconnectingHttpClient(this, vertx().build(), new AtomicBoolean())
                    : new ReconnectingHttpClient(this, client.vertx, client.getClosed());
        }

        private VertxHttpClientBuilder<VertxHttpClientFactory> vertx() {
            VertxHttpClientBuilder<VertxHttpClientFactory> settings = clientFactory.vertx.newBuilder();
            if (connectTimeout != null) {
                settings.connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (sslContext != null) {
                settings.sslContext(keyManagers, trustManagers);
            }
            if (followRedirects) {
                settings.followAllRedirects();
            }
            if (proxyAddress != null) {
                settings.proxyAddress(proxyAddress);
                settings.proxyAuthorization(proxyAuthorization);
            }
            settings.proxyType(proxyType);
            if (tlsVersions != null) {
                settings.tlsVersions(tlsVersions);
            }
            if (preferHttp11) {
                settings.preferHttp11();
            }
            return settings;
        }

        @Override
        protected Builder newInstance(Factory factory) {
            return new Builder(factory);
        }
    }
}
