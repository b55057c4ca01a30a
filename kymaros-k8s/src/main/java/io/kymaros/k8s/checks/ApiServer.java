package io.kymaros.k8s.checks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kymaros.k8s.request.ApiUri;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the API server with a bound on the time that its answer may take. */
final class ApiServer {
    private static final long PATIENCE_SECONDS = 5;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ApiServer() {}

    /**
     * Returns when the API server still answers: then a pod that was silent was silent itself.
     *
     * @throws NotProbeableException if it doesn't
     */
    static void requireAnswer(KubernetesClient client) throws InterruptedException {
        boolean answers;
        try {
            answers = get(client, "/version", "application/json").code() < FIRST_SERVER_ERROR;
        } catch (KubernetesClientException e) {
            answers = false;
        }
        if (!answers) {
            throw new NotProbeableException("the API server, by way of which the pod is asked, does not answer");
        }
    }

    /**
     * Whether there is an object that stays: one that is being deleted, and only held by a finalizer, does not.
     *
     * @throws KubernetesClientException if the server refuses to say, or says nothing in time
     */
    static boolean has(KubernetesClient client, String path, String accept) throws InterruptedException {
        HttpResponse<byte[]> answer = get(client, path, accept);
        if (answer.isSuccessful() || answer.code() == NOT_FOUND) {
            return answer.isSuccessful() && !beingDeleted(answer);
        }
        throw new KubernetesClientException(new StatusBuilder()
                .withCode(answer.code())
                .withMessage(said(answer))
                .build());
    }

    private static boolean beingDeleted(HttpResponse<byte[]> answer) {
        try {
            return MAPPER.readTree(answer.body())
                    .at("/metadata/deletionTimestamp")
                    .isTextual();
        } catch (IOException e) {
            throw new KubernetesClientException("the answer is no object", e);
        }
    }

    private static String said(HttpResponse<byte[]> answer) {
        try {
            String message = MAPPER.readTree(answer.body()).path("message").asText();
            return message.isEmpty() ? "HTTP status " + answer.code() : message;
        } catch (IOException e) {
            // Not every answer comes from the API server itself; a proxy's text says no more than the code.
            return "HTTP status " + answer.code();
        }
    }

    private static HttpResponse<byte[]> get(KubernetesClient client, String path, String accept)
            throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.getHttpClient()
                .sendAsync(
                        client.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(ApiUri.of(client, path))
                                .header("Accept", accept)
                                .build(),
                        byte[].class);
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KubernetesClientException("GET " + path + " failed", e);
        } catch (TimeoutException e) {
            throw new KubernetesClientException("no answer within " + PATIENCE_SECONDS + " s", e);
        } finally {
            answer.cancel(true);
        }
    }
}
