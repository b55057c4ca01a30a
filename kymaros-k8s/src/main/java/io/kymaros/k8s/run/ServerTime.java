package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.request.ApiUri;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The API server's clock, in whole seconds, read from the {@code Date} header of its answers. This machine's clock may be
 * off, and the times in a report must agree with those that the server writes into objects.
 */
final class ServerTime {
    private static final int REQUEST_SECONDS = 30;

    private final KubernetesClient client;
    private final Clock otherwise;

    /**
     * @param otherwise the clock to use when the server's answers carry no date
     */
    ServerTime(KubernetesClient client, Clock otherwise) {
        this.client = client;
        this.otherwise = otherwise;
    }

    /**
     * Asks the server.
     *
     * @throws ObstacleException if it can't be reached
     */
    Instant now() {
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(ApiUri.of(client, "/version"))
                                    .build(),
                            String.class)
                    .get(REQUEST_SECONDS, TimeUnit.SECONDS);
            return Optional.ofNullable(response.header("Date"))
                    .flatMap(ServerTime::parse)
                    .orElseGet(this::local);
        } catch (InterruptedException e) {
            // Whoever asked the run to stop still gets a report with a time in it.
            Thread.currentThread().interrupt();
            return local();
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ObstacleException(
                    "APIUnavailable",
                    "Can't reach the API server at " + client.getMasterUrl() + ": " + cause.getMessage()
                            + ". Check the current kubeconfig context and the network.",
                    e);
        }
    }

    private Instant local() {
        return otherwise.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
