package io.kymaros.architecture.broken.k8s.pods;

/** Asks for the objects of one backup tool, which it must not. */
public final class PodsGatherer {
    public String gather() {
        return "podvolumerestores.velero.io";
    }
}
