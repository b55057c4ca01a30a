package io.kymaros.examples.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The application under test: a small shop of three Deployments, a database, and what they need. */
final class ShopApplication {
    /** Its namespace. */
    static final String NAMESPACE = "shop";

    /** The Secret that a filter keeps out of the backup. */
    static final String LOST_SECRET = "payment-provider";

    private ShopApplication() {}

    /** Creates the shop and the platform service that it depends on. */
    static List<HasMetadata> create(KubernetesClient client) throws IOException {
        List<HasMetadata> created = new ArrayList<>();
        try (InputStream in = ShopApplication.class.getResourceAsStream("shop.yaml")) {
            for (HasMetadata object : client.load(Objects.requireNonNull(in, "shop.yaml is missing"))
                    .items()) {
                created.add(client.resource(object).create());
            }
        }
        return created;
    }
}
