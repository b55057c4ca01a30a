package io.kymaros.core.level;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the data in the volumes. A claim stands for its volume's data: lost is that of a claim that is missing, or
 * that came back with a defect. A volume that no claim stands for stands for itself.
 *
 * @param lost the claims and volumes whose data is lost, as findings name objects, sorted
 * @param unknown whether the data of some volume is not known to be there
 */
record VolumeData(List<String> lost, boolean unknown) {
    private static final VolumeData NOT_ASKED = new VolumeData(List.of(), false);

    /** What counts under the policy; nothing is lost where lost data is an object among others. */
    static VolumeData of(RunEvidence run, ScoringPolicy policy) {
        if (policy.lostData() == LostData.COUNTS_AS_AN_OBJECT) {
            return NOT_ASKED;
        }
        Optional<CompletenessEvidence> completeness = run.completeness();
        List<String> lost = new ArrayList<>();
        boolean unknown =
                completeness.isEmpty() || run.gaps().stream().anyMatch(gap -> gap.level() == Level.COMPLETENESS);
        for (ResourceTypeEvidence type :
                completeness.map(CompletenessEvidence::resourceTypes).orElse(List.of())) {
            if (type.isData()) {
                unknown |= type.unknown() > 0;
                type.objects().stream()
                        .filter(VolumeData::isLost)
                        .map(volume -> type.resourceType() + "/" + volume.qualifiedName())
                        .forEach(lost::add);
            }
        }
        return new VolumeData(lost.stream().sorted().toList(), unknown);
    }

    private static boolean isLost(ObjectEvidence claim) {
        return claim.standing() == Standing.BAD && !claim.ignoredLoss();
    }

    boolean isLost() {
        return !lost.isEmpty();
    }

    /** For example {@code the data of 1 volume is lost}. */
    String loss() {
        return "the data of " + Phrases.count(lost.size(), "volume") + " is lost";
    }
}
