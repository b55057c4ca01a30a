package io.kymaros.examples.backuptool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.examples.Patches;
import io.kymaros.k8s.sandbox.ResourcePatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One box on its way into a namespace. */
final class Unpacking implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far it is. */
    enum State {
        /** Not begun. */
        WAITING,
        /** At work. */
        UNPACKING,
        /** Everything is out. */
        DONE,
        /** It broke off. */
        FAILED,
        /** Called off before it began. */
        CALLED_OFF
    }

    /**
     * What to unpack, and how.
     *
     * @param box the box
     * @param target namespace that everything goes into; empty when nothing is to come out
     * @param types resource types to unpack, as plural.group
     * @param patches changes to make on the way
     */
    record Order(Box box, Optional<String> target, List<String> types, List<ResourcePatch> patches) {}

    private final KubernetesClient cluster;
    private final Order order;
    private volatile State state = State.WAITING;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Instant> startedAt = Optional.empty();
    private volatile Optional<Instant> endedAt = Optional.empty();
    private volatile Optional<String> error = Optional.empty();

    Unpacking(KubernetesClient cluster, Order order) {
        this.cluster = cluster;
        this.order = order;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        startedAt = Optional.of(Instant.now());
        try {
            order.target().ifPresent(this::unpackInto);
            end(State.DONE);
        } catch (KubernetesClientException e) {
            error = Optional.of(String.valueOf(e.getMessage()));
            end(State.FAILED);
        }
    }

    private synchronized boolean begin() {
        boolean wanted = state == State.WAITING;
        if (wanted) {
            state = State.UNPACKING;
        }
        return wanted;
    }

    private void unpackInto(String target) {
        order.box().objects().stream()
                .filter(object -> order.types().contains(Patches.groupResource(object)))
                .forEach(object -> cluster.resource(copy(object, target)).create());
    }

    private synchronized void end(State last) {
        endedAt = Optional.of(Instant.now());
        state = last;
        ended.countDown();
    }

    private HasMetadata copy(HasMetadata object, String target) {
        ObjectNode node = JSON.valueToTree(object);
        for (ResourcePatch patch : order.patches()) {
            if (Patches.applies(patch, object, node)) {
                Patches.apply(patch, node);
            }
        }
        HasMetadata copy = Serialization.unmarshal(node.toString(), object.getClass());
        copy.setMetadata(new ObjectMetaBuilder()
                .withName(object.getMetadata().getName())
                .withNamespace(target)
                .withLabels(object.getMetadata().getLabels())
                .build());
        return copy;
    }

    /** Keeps it from beginning; one that has begun goes on. */
    synchronized void callOff() {
        if (state == State.WAITING) {
            state = State.CALLED_OFF;
            ended.countDown();
        }
    }

    boolean awaitEnd(long milliseconds) throws InterruptedException {
        return ended.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    State state() {
        return state;
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    Optional<Instant> endedAt() {
        return endedAt;
    }

    Optional<String> error() {
        return error;
    }
}
