package io.kymaros.core.report;

import io.kymaros.core.evidence.DurationText;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares a level's details with its message, and says how much of them is good. */
final class DetailsAudit {
    private static final Pattern RTO = Pattern.compile("RTO (\\S+) (is within|exceeds) SLA of (\\S+)");

    private final StoredLevel stored;
    private final ScoringPolicy policy;
    private final String path;
    private final String message;
    private final Optional<Share> stated;

    DetailsAudit(StoredLevel stored, ScoringPolicy policy, String path) {
        this.stored = stored;
        this.policy = policy;
        this.path = path;
        this.message = stored.message().orElse("");
        this.stated = MessageCounts.ratio(message).filter(Share::possible);
    }

    /** Compares, and returns the good share of the details; empty where they don't tell. */
    Optional<Share> audit(Level level, Optional<StoredRto> rto, List<Contradiction> found) {
        return switch (level) {
            case RESTORE_INTEGRITY -> Optional.empty();
            case COMPLETENESS -> resourceTypes(found);
            case POD_STARTUP, HEALTH_CHECKS, CROSS_NS_DEPENDENCIES -> items(found);
            case RTO_COMPLIANCE -> rto.flatMap(times -> recoveryTime(times, found));
        };
    }

    private Optional<Share> resourceTypes(List<Contradiction> found) {
        int index = 0;
        for (StoredResourceType type : stored.resourceTypes()) {
            counts(type, path + ".details[" + index++ + "]", found);
        }
        List<StoredResourceType> counting = stored.resourceTypes().stream()
                .filter(type -> policy.scoredResourceTypes().contains(type.resourceType()) && type.expected() > 0)
                .toList();
        if (counting.isEmpty()) {
            return Optional.empty();
        }
        Share exact = new Share(counting.stream().filter(DetailsAudit::exact).count(), counting.size());
        if (stated.isPresent() && !stated.get().equals(exact)) {
            differs(stated.get(), exact, found);
        }
        for (StoredResourceType type : counting) {
            Share listed = new Share(type.found(), type.expected());
            MessageCounts.ratioOf(type.resourceType(), message)
                    .filter(said -> !said.equals(listed))
                    .ifPresent(said -> differs(type.resourceType() + " " + said, listed, found));
        }
        return Optional.of(credit(counting));
    }

    private static void counts(StoredResourceType type, String at, List<Contradiction> found) {
        if (type.expected() < 0) {
            found.add(Contradiction.of(Code.COUNT_IMPOSSIBLE, at + ".expected", type.expected(), "0 or more"));
        }
        if (type.found() < 0) {
            found.add(Contradiction.of(Code.COUNT_IMPOSSIBLE, at + ".found", type.found(), "0 or more"));
        }
        if (type.matched().isPresent() && type.matched().get() != exact(type)) {
            found.add(Contradiction.of(
                    Code.MATCHED_DIFFERS, at + ".matched", type.matched().get(), exact(type)));
        }
    }

    private Share credit(List<StoredResourceType> counting) {
        long good = 0;
        long all = 0;
        for (StoredResourceType type : counting) {
            switch (policy.credit(Level.COMPLETENESS)) {
                case PROPORTIONAL -> {
                    good += type.found();
                    all += type.expected();
                }
                case HALF_TYPES -> {
                    good += exact(type) ? 2 : 2L * type.found() >= type.expected() ? 1 : 0;
                    all += 2;
                }
                case EXACT_TYPES, ALL_OR_NOTHING -> {
                    good += exact(type) ? 1 : 0;
                    all++;
                }
            }
        }
        return new Share(good, all);
    }

    private static boolean exact(StoredResourceType type) {
        return type.found() == type.expected();
    }

    private Optional<Share> items(List<Contradiction> found) {
        long good = stored.items().stream().filter(StoredItem::good).count();
        Share listed = new Share(good, stored.items().size());
        if (stated.isPresent()) {
            // A long list may be shortened, so it says no more than the message, but never otherwise.
            boolean fits = listed.good() <= stated.get().good()
                    && listed.bad() <= stated.get().bad();
            if (!fits) {
                differs(stated.get(), listed, found);
            }
            return stated;
        }
        return listed.all() == 0 ? Optional.empty() : Optional.of(listed);
    }

    private Optional<Share> recoveryTime(StoredRto rto, List<Contradiction> found) {
        if (rto.measuredSeconds().isEmpty() || rto.slaMaxSeconds().isEmpty()) {
            return Optional.empty();
        }
        long measured = rto.measuredSeconds().getAsLong();
        long objective = rto.slaMaxSeconds().getAsLong();
        if (measured < 0 || objective <= 0) {
            return Optional.empty();
        }
        boolean met = measured <= objective;
        String actual = "RTO " + DurationText.of(measured) + (met ? " is within" : " exceeds") + " SLA of "
                + DurationText.of(objective);
        Matcher said = RTO.matcher(message);
        if (said.matches() && !message.equals(actual)) {
            differs(message, actual, found);
        }
        return Optional.of(new Share(met ? 1 : 0, 1));
    }

    private void differs(Object said, Object actual, List<Contradiction> found) {
        found.add(Contradiction.of(Code.MESSAGE_DIFFERS, path + ".message", said, actual));
    }
}
