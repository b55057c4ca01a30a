package io.kymaros.k8s.dependencies;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.level.Reason;
import io.kymaros.k8s.dependencies.HostNames.Mention;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.pods.PodTemplate;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the services of other namespaces that the restored application names: in the environment, commands and arguments of
 * its workloads, and in the ConfigMaps that those workloads use. ConfigMaps that none of them uses are not read, and values of
 * Secrets never are. What counts and what is a note only stands in docs/decisions.
 */
final class DependencyDiscovery {
    private static final int MOST_NOTES = 50;
    private static final Pattern HOST_HINT =
            Pattern.compile("(?i).*(host|url|uri|addr|endpoint|server|broker|dsn|connection).*");

    private final KubernetesClient client;

    DependencyDiscovery(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Looks through a sandbox.
     *
     * @param watched what its workloads run, as far as the watch of its pods follows them
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    Discovery find(Sandbox sandbox, List<PodTemplate> watched) {
        return new Search(sandbox).find(watched);
    }

    /** One search. */
    private final class Search {
        private final Sandbox sandbox;
        private @Nullable Set<String> namespaces;
        private final Map<String, Optional<ConfigMap>> configMaps = new HashMap<>();
        private final Map<String, Boolean> services = new HashMap<>();
        private final Map<String, ExpectedDependency> dependencies = new LinkedHashMap<>();
        private final Map<String, EvidenceNote> notes = new LinkedHashMap<>();

        Search(Sandbox sandbox) {
            this.sandbox = sandbox;
        }

        Discovery find(List<PodTemplate> watched) {
            watched.forEach(this::read);
            for (String namespace : sandbox.names()) {
                unwatched(namespace).forEach(this::read);
                accounts(namespace);
            }
            return new Discovery(
                    withoutDoubles(List.copyOf(dependencies.values())),
                    notes.values().stream().limit(MOST_NOTES).toList());
        }

        private Stream<PodTemplate> unwatched(String namespace) {
            return client.batch().v1().cronjobs().inNamespace(namespace).list().getItems().stream()
                    .map(job -> PodTemplate.of(
                            job, job.getSpec().getJobTemplate().getSpec().getTemplate()))
                    .flatMap(Optional::stream);
        }

        private void read(PodTemplate template) {
            Stream.concat(template.pod().getInitContainers().stream(), template.pod().getContainers().stream())
                    .forEach(container -> read(template, container));
            template.pod().getVolumes().forEach(volume -> read(template, volume));
        }

        private void read(PodTemplate template, Container container) {
            container.getCommand().forEach(word -> text(word, template.workload() + " command"));
            container.getArgs().forEach(word -> text(word, template.workload() + " args"));
            container.getEnv().forEach(variable -> read(template, variable));
            for (EnvFromSource source : container.getEnvFrom()) {
                if (source.getConfigMapRef() != null) {
                    configMap(template, source.getConfigMapRef().getName(), List.of());
                }
            }
        }

        private void read(PodTemplate template, EnvVar variable) {
            String place = template.workload() + " env " + variable.getName();
            if (variable.getValue() != null) {
                text(variable.getValue(), place);
            }
            if (variable.getValueFrom() == null) {
                return;
            }
            if (variable.getValueFrom().getConfigMapKeyRef() != null) {
                configMap(
                        template,
                        variable.getValueFrom().getConfigMapKeyRef().getName(),
                        List.of(variable.getValueFrom().getConfigMapKeyRef().getKey()));
            }
            if (variable.getValueFrom().getSecretKeyRef() != null) {
                secret(
                        template,
                        variable.getName(),
                        variable.getValueFrom().getSecretKeyRef().getName(),
                        variable.getValueFrom().getSecretKeyRef().getKey());
            }
        }

        private void read(PodTemplate template, Volume volume) {
            if (volume.getConfigMap() != null) {
                configMap(
                        template,
                        volume.getConfigMap().getName(),
                        keys(volume.getConfigMap().getItems()));
            }
            if (volume.getProjected() != null) {
                for (VolumeProjection source : volume.getProjected().getSources()) {
                    if (source.getConfigMap() != null) {
                        configMap(
                                template,
                                source.getConfigMap().getName(),
                                keys(source.getConfigMap().getItems()));
                    }
                }
            }
        }

        private static List<String> keys(List<KeyToPath> items) {
            return items.stream().map(KeyToPath::getKey).toList();
        }

        /** Reads the keys that a workload uses; none named means all. */
        private void configMap(PodTemplate template, @Nullable String name, List<String> keys) {
            if (name == null || name.equals("kube-root-ca.crt")) {
                return;
            }
            configMaps
                    .computeIfAbsent(
                            template.namespace() + "/" + name,
                            key -> Optional.ofNullable(client.configMaps()
                                    .inNamespace(template.namespace())
                                    .withName(name)
                                    .get()))
                    .map(ConfigMap::getData)
                    .ifPresent(data -> data.forEach((key, value) -> {
                        if (keys.isEmpty() || keys.contains(key)) {
                            text(value, "ConfigMap/" + name + " key " + key + ", used by " + template.workload());
                        }
                    }));
        }

        private void secret(PodTemplate template, String variable, @Nullable String secret, @Nullable String key) {
            if (HOST_HINT.matcher(variable).matches()
                    || HOST_HINT.matcher(String.valueOf(key)).matches()) {
                note(
                        Reason.DEPENDENCY_NOT_READ,
                        template.workload(),
                        "env " + variable + " comes from key " + key + " of Secret " + secret
                                + " and may name a host; values of Secrets are not read");
            }
        }

        private void text(@Nullable String text, String place) {
            if (text != null && text.indexOf('.') >= 0) {
                HostNames.in(text).forEach(mention -> mentioned(mention, place));
            }
        }

        private void mentioned(Mention mention, String place) {
            String namespace = mention.namespace();
            boolean certain = mention.qualified() || mention.addressed() || mention.whole();
            if (!certain
                    || sandbox.names().contains(namespace)
                    || namespace.equals("default") && mention.service().equals("kubernetes")
                    || !mention.qualified() && !isNamespace(namespace)) {
                return;
            }
            if (sandbox.namespaces().containsKey(namespace)) {
                pointsBack(mention, place);
            } else if (mention.qualified() || isService(mention.service(), namespace)) {
                expect(mention, place);
            } else if (mention.addressed()) {
                note(
                        Reason.DEPENDENCY_UNCERTAIN,
                        place,
                        mention.service() + "." + namespace + " may be a Service, but namespace " + namespace
                                + " holds none of that name");
            }
        }

        /** A source namespace may be gone; what was restored of it is not. */
        private boolean isNamespace(String namespace) {
            return sandbox.namespaces().containsKey(namespace) || exists(namespace);
        }

        /** Most applications name nothing that makes it necessary to ask. */
        private boolean exists(String namespace) {
            Set<String> known = namespaces;
            if (known == null) {
                known = client.namespaces().list().getItems().stream()
                        .map(found -> found.getMetadata().getName())
                        .collect(Collectors.toSet());
                namespaces = known;
            }
            return known.contains(namespace);
        }

        private void pointsBack(Mention mention, String place) {
            String restored = Objects.requireNonNull(sandbox.namespaces().get(mention.namespace()));
            if (mention.qualified() || isService(mention.service(), restored)) {
                note(
                        Reason.DEPENDENCY_POINTS_BACK,
                        place,
                        "names " + mention.service() + "." + mention.namespace()
                                + ", a service of the source namespace; restored elsewhere it would reach production");
            }
        }

        private boolean isService(String name, String namespace) {
            return services.computeIfAbsent(
                    namespace + "/" + name,
                    key -> client.services()
                                    .inNamespace(namespace)
                                    .withName(name)
                                    .get()
                            != null);
        }

        private void expect(Mention mention, String place) {
            ExpectedDependency found =
                    new ExpectedDependency(mention.service(), mention.namespace(), mention.port(), place);
            dependencies.putIfAbsent(found.namespace() + "/" + found.name() + ":" + found.port(), found);
        }

        /** A name without a port says nothing more than the same name with one. */
        private static List<ExpectedDependency> withoutDoubles(List<ExpectedDependency> all) {
            return all.stream()
                    .filter(one -> one.port().isPresent()
                            || all.stream().noneMatch(other -> !other.equals(one) && other.covers(one)))
                    .toList();
        }

        /** Whoever is granted rights here uses the application, not the other way round: worth knowing, and no more. */
        private void accounts(String namespace) {
            try {
                for (RoleBinding binding : client.rbac()
                        .roleBindings()
                        .inNamespace(namespace)
                        .list()
                        .getItems()) {
                    binding.getSubjects().stream()
                            .filter(this::isElsewhere)
                            .forEach(subject -> account(binding, subject));
                }
            } catch (KubernetesClientException e) {
                note(
                        Reason.DEPENDENCY_NOT_READ,
                        "RoleBindings",
                        "the RoleBindings of " + namespace + " could not be read: " + ApiFault.message(e));
            }
        }

        private boolean isElsewhere(Subject subject) {
            return "ServiceAccount".equals(subject.getKind())
                    && subject.getNamespace() != null
                    && !sandbox.names().contains(subject.getNamespace());
        }

        private void account(RoleBinding binding, Subject subject) {
            boolean exists = exists(subject.getNamespace())
                    && client.serviceAccounts()
                                    .inNamespace(subject.getNamespace())
                                    .withName(subject.getName())
                                    .get()
                            != null;
            note(
                    Reason.DEPENDENCY_ACCOUNT,
                    "RoleBinding/" + binding.getMetadata().getName(),
                    "grants " + binding.getRoleRef().getKind() + " "
                            + binding.getRoleRef().getName() + " to ServiceAccount " + subject.getNamespace() + "/"
                            + subject.getName()
                            + (exists ? ", which exists" : ", which does not exist in this cluster"));
        }

        private void note(Reason reason, String object, String message) {
            notes.putIfAbsent(reason + object + message, EvidenceNote.of(reason.toString(), object, message));
        }
    }
}
