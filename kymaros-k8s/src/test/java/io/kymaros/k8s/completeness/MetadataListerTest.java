package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.completeness.Metadata.Owner;
import io.kymaros.k8s.fake.FakeCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetadataListerTest {
    private static final ResourceType SECRETS = new ResourceType(new ObjectKind("v1", "Secret"), "secrets");
    private static final int OBJECTS = 2500;

    private final FakeCluster cluster = new FakeCluster();
    private final MetadataLister lister = new MetadataLister(cluster.client());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void onlyMetadataIsAskedFor() {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("db")
                .withLabels(Map.of(Api.RUN_UID_LABEL, "u"))
                .endMetadata()
                .withStringData(Map.of("password", "hunter2"))
                .build());
        assertThat(lister.metadata(SECRETS, "shop")).singleElement().satisfies(secret -> {
            assertThat(secret.name()).isEqualTo("db");
            assertThat(secret.madeByRun()).isTrue();
            assertThat(secret.created()).isPresent();
        });
        assertThat(cluster.requests("GET").get(0).accept())
                .startsWith("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
    }

    @Test
    void namesComeFromATableWithoutObjects() {
        cluster.reply("GET", "/secrets", request -> answer("""
                {"kind": "Table", "metadata": {"continue": "", "remainingItemCount": 0},
                 "columnDefinitions": [{"name": "Phase", "format": "", "priority": 0},
                                       {"name": "Called", "type": "string", "format": "name"},
                                       {"name": "Old name", "format": "name"}],
                 "rows": [{"cells": ["Ready", "db", "x"], "object": null}, {"object": null, "cells": [3, "api", {"a": [1]}]}]}
                """));
        assertThat(lister.names(SECRETS, "shop")).containsExactly("db", "api");
        assertThat(cluster.requests("GET")).singleElement().satisfies(request -> {
            assertThat(request.path()).contains("includeObject=None");
            assertThat(request.accept()).startsWith("application/json;as=Table;g=meta.k8s.io;v=v1,");
        });
    }

    @Test
    void namesOfAServerThatMakesNoTablesComeFromItsList() {
        servePages(0);
        assertThat(lister.names(SECRETS, "shop")).hasSize(OBJECTS).doesNotHaveDuplicates();
    }

    @Test
    void tableThatDoesNotSayWhereItsNamesAreIsNotTrusted() {
        cluster.reply(
                "GET",
                "/secrets",
                request -> String.valueOf(request.accept()).contains("as=Table")
                        ? answer("{\"columnDefinitions\": [{\"name\": \"Age\"}], \"rows\": [{\"cells\": [\"3d\"]}]}")
                        : answer("{\"items\": [{\"metadata\": {\"name\": \"db\"}}]}"));
        assertThat(lister.names(SECRETS, "shop")).containsExactly("db");
    }

    @Test
    void emptyListsAreLists() {
        for (String body : new String[] {"{\"rows\": []}", "{\"rows\": null}", "{\"items\": null}"}) {
            cluster.reply("GET", "/secrets", request -> answer(body));
            assertThat(lister.names(SECRETS, "shop")).as(body).isEmpty();
        }
    }

    @Test
    void listOfNamesStartsAgainWhenAPageHasExpired() {
        servePages(2);
        assertThat(lister.names(SECRETS, "shop")).hasSize(OBJECTS).doesNotHaveDuplicates();
    }

    @Test
    void compressedAnswersAreRead() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write("{\"items\": [{\"metadata\": {\"name\": \"db\"}}]}".getBytes(StandardCharsets.UTF_8));
        }
        cluster.reply("GET", "/secrets", request -> new MockResponse()
                .setResponseCode(200)
                .setHeader("Content-Encoding", "gzip")
                .setBody(compressed.toByteArray()));
        assertThat(lister.metadata(SECRETS, "shop")).extracting(Metadata::name).containsExactly("db");
    }

    @Test
    void whatMattersOfAnObjectIsRead() {
        cluster.reply("GET", "/secrets", request -> answer("""
                {"items": [{"kind": "PartialObjectMetadata", "metadata": {
                   "name": "db", "creationTimestamp": "2026-01-01T00:00:00Z", "deletionTimestamp": "2026-01-02T00:00:30Z",
                   "deletionGracePeriodSeconds": 30,
                   "labels": {"restore.kymaros.io/run-uid": "u"},
                   "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}",
                                   "kubernetes.io/service-account.name": "api"},
                   "ownerReferences": [{"kind": "A"}, {"apiVersion": "apps/v1", "kind": "B", "name": "b", "controller": true, "uid": "1"}],
                   "managedFields": [{"fieldsV1": {"f:data": {}}}]}},
                  {"metadata": {"ownerReferences": [{"controller": false}], "labels": null, "name": "plain"}}]}
                """));
        assertThat(lister.metadata(SECRETS, "shop"))
                .containsExactly(
                        new Metadata(
                                "db",
                                Optional.of("2026-01-01T00:00:00Z"),
                                Optional.of(Instant.parse("2026-01-02T00:00:00Z")),
                                Optional.of(new Owner(new ObjectKind("apps/v1", "B"), "b")),
                                true,
                                true),
                        new Metadata("plain", Optional.empty(), Optional.empty(), Optional.empty(), false, false));
    }

    @Test
    void timeOfCreationIsReadWhenItIsAskedFor() {
        Metadata object = new Metadata(
                "db", Optional.of("2026-01-01T00:00:00Z"), Optional.empty(), Optional.empty(), false, false);
        assertThat(object.created()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        Metadata odd = new Metadata("db", Optional.of("yesterday"), Optional.empty(), Optional.empty(), false, false);
        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(odd::created);
    }

    @Test
    void objectsThatAreGoneMeanwhileAreLeftOut() {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("db")
                .endMetadata()
                .build());
        assertThat(lister.metadata(SECRETS, "shop", List.of("db", "gone", "system:odd name")))
                .extracting(Metadata::name)
                .containsExactly("db");
        assertThat(cluster.requests("GET"))
                .extracting(FakeCluster.Request::path)
                .contains("/api/v1/namespaces/shop/secrets/system%3Aodd%20name");
    }

    @Test
    void typesOfAGroupHaveTheirOwnPath() {
        assertThat(new ResourceType(new ObjectKind("apps/v1", "Deployment"), "deployments").path("shop"))
                .isEqualTo("/apis/apps/v1/namespaces/shop/deployments");
        assertThat(SECRETS.path("shop")).isEqualTo("/api/v1/namespaces/shop/secrets");
    }

    @Test
    void everyPageIsRead() {
        servePages(0);
        assertThat(names(lister.metadata(SECRETS, "shop"))).hasSize(OBJECTS);
        assertThat(cluster.requests("GET")).hasSize(3);
    }

    @Test
    void listStartsAgainWhenAPageHasExpiredAndIsNeverPartial() {
        servePages(2);
        List<Metadata> all = lister.metadata(SECRETS, "shop");
        assertThat(all).hasSize(OBJECTS);
        assertThat(names(all)).hasSize(OBJECTS);
    }

    @Test
    void listThatExpiresAgainAndAgainFails() {
        servePages(Integer.MAX_VALUE);
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lister.metadata(SECRETS, "shop"))
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(410));
    }

    @Test
    void refusalIsThatOfTheServer() {
        cluster.refuse("GET", "/secrets", 403, "secrets is forbidden: User \"x\" cannot list resource");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lister.metadata(SECRETS, "shop"))
                .satisfies(e -> {
                    assertThat(e.getCode()).isEqualTo(403);
                    assertThat(e.getStatus().getMessage()).startsWith("secrets is forbidden");
                });
    }

    @Test
    void answerOfAProxyIsNoList() {
        cluster.reply("GET", "/secrets", request -> new MockResponse()
                .setResponseCode(502)
                .setBody("<html>Bad Gateway</html>"));
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lister.metadata(SECRETS, "shop"))
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(502));
    }

    @Test
    void answerThatBreaksOffIsNoList() {
        for (String body : new String[] {
            "{\"kind\": \"PartialObjectMetadataList\", \"items\": [{\"metadata\": {\"name\": \"a\"}}",
            "<html>Please log in</html>",
            "",
            "{}",
            "{\"items\": [{}]}",
            "{\"items\": [{\"metadata\": {}}]}",
            "{\"items\": [{\"metadata\": {\"name\": \"a\", \"deletionTimestamp\": \"yesterday\"}}]}",
            "{\"rows\": []}",
            "[]"
        }) {
            cluster.reply("GET", "/secrets", request -> new MockResponse()
                    .setResponseCode(200)
                    .setBody(body));
            assertThatExceptionOfType(KubernetesClientException.class)
                    .as(body)
                    .isThrownBy(() -> lister.metadata(SECRETS, "shop"));
        }
    }

    @Test
    void clusterBehindAPathIsAskedThere() {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("db")
                .endMetadata()
                .build());
        cluster.onlyBehindThePath();
        try (KubernetesClient client = cluster.clientBehindAPath()) {
            assertThat(new MetadataLister(client).metadata(SECRETS, "shop")).hasSize(1);
        }
    }

    /** Serves 2,500 objects in pages; the first few tokens have expired when they are used. */
    private void servePages(int expired) {
        AtomicInteger left = new AtomicInteger(expired);
        cluster.reply("GET", "/namespaces/shop/secrets\\?", request -> {
            Map<String, String> query = Arrays.stream(
                            URI.create(request.path()).getQuery().split("&"))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            @Nullable String token = query.get("continue");
            // The first page after a restart may be served; the token that it hands out may expire again.
            if (token != null && left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0) {
                return FakeCluster.failure(410, "The provided continue parameter is too old");
            }
            int from = token == null ? 0 : Integer.parseInt(token.substring("from/+".length()));
            return new MockResponse().setResponseCode(200).setBody(page(from, Integer.parseInt(query.get("limit"))));
        });
    }

    private static String page(int from, int limit) {
        ObjectNode list = new ObjectMapper().createObjectNode();
        list.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
        int to = Math.min(OBJECTS, from + limit);
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", "1");
        if (to < OBJECTS) {
            metadata.put("continue", "from/+" + to);
        }
        ArrayNode items = list.putArray("items");
        for (int i = from; i < to; i++) {
            items.addObject()
                    .putObject("metadata")
                    .put("name", "secret-" + i)
                    .put("creationTimestamp", "2026-01-01T00:00:00Z");
        }
        return list.toString();
    }

    private static MockResponse answer(String body) {
        return new MockResponse().setResponseCode(200).setBody(body);
    }

    private static HashSet<String> names(List<Metadata> objects) {
        return new HashSet<>(objects.stream().map(Metadata::name).toList());
    }
}
