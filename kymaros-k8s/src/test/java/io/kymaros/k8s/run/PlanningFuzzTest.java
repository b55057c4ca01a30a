package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kymaros.k8s.api.HealthCheckPolicy;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever stands in the fields of a test and of its policy, they are planned, or refused with a message for people. */
class PlanningFuzzTest {
    private static final List<String> VALUES = List.of(
            "null",
            "''",
            "' '",
            "x",
            "X",
            "latest",
            "velero",
            "shop",
            "shop-checks",
            "podStatus",
            "exec",
            "0s",
            "15m",
            "-1",
            "0",
            "1",
            "65536",
            "2147483647",
            "true",
            "[]",
            "{}",
            "[null]",
            "{a: null}",
            "[x, x]",
            "{x: x}",
            "[{}]",
            "'/../..'",
            "\"\\u0000\"",
            "\"\\ud83d\\ude00\"",
            "strict",
            "Completeness",
            "HalfTypes",
            "8Gi",
            "99999h");

    /** Puts a value in the place of the nth one of a tree. */
    record Change(int place, String value) {}

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void changedTestAndPolicyArePlannedOrRefused(
            @ForAll("changes") @Size(max = 4) List<Change> test,
            @ForAll("changes") @Size(max = 4) List<Change> policy) {
        RestoreTest changedTest;
        HealthCheckPolicy changedPolicy;
        try {
            changedTest = Plans.test(changed(Plans.everything(), test));
            changedPolicy = Plans.policy(changed(Plans.policy(), policy));
        } catch (UncheckedIOException e) {
            // Of another type than the field's: refused before it comes here.
            return;
        }
        try {
            RestoreTestPlan plan = RestoreTestPlanner.plan(changedTest, changedPolicy);
            assertThat(plan.backup().backupName()).isNotBlank();
            assertThat(plan.timeout()).isPositive();
            assertThat(plan.ttl()).isPositive();
            assertThat(plan.checksTimeout()).isPositive();
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).matches("(?s)(RestoreTest|HealthCheckPolicy).*: .+");
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 200);
        return Combinators.combine(places, Arbitraries.of(VALUES))
                .as(Change::new)
                .list();
    }

    private static JsonNode changed(ObjectNode tree, List<Change> changes) {
        for (Change change : changes) {
            List<Runnable> places = new ArrayList<>();
            collect(tree, Plans.value(change.value()), places);
            places.get(change.place() % places.size()).run();
        }
        return tree;
    }

    private static void collect(JsonNode node, JsonNode value, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                if (!name.equals("apiVersion") && !name.equals("kind")) {
                    places.add(() -> object.set(name, value.deepCopy()));
                }
                collect(object.get(name), value, places);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> array.set(index, value.deepCopy()));
                collect(array.get(i), value, places);
            }
        }
    }
}
