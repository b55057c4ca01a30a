package io.kymaros.benchmarks;

import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction;
import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Scoring, summing up and auditing a run, from the size of the specification's example to 100,000 objects. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScoringBenchmark {
    private static final ConfidenceScorer SCORER = ConfidenceScorer.standard();

    /** Expected objects; 25 is about the size of the specification's example. */
    @Param({"25", "1000", "10000", "100000"})
    private int objects = 25;

    /** One of how many objects and pods is lost; 0 for none. */
    @Param({"0", "10"})
    private int lostOf;

    private RunEvidence run = SampleRun.of(objects, lostOf);
    private ConfidenceScore score = SCORER.score(run);
    private StoredReport report = StoredReport.of(run, score, ScoringPolicy.standard());

    /** Makes the run of the parameters. */
    @Setup
    public void makeRun() {
        run = SampleRun.of(objects, lostOf);
        score = SCORER.score(run);
        report = StoredReport.of(run, score, ScoringPolicy.standard());
    }

    /** Evidence to score. */
    @Benchmark
    public ConfidenceScore score() {
        return SCORER.score(run);
    }

    /** Score to summary. */
    @Benchmark
    public String summary() {
        return Summary.of(run, score);
    }

    /** Stored report to contradictions. */
    @Benchmark
    public List<Contradiction> audit() {
        return ReportAudit.of(report);
    }
}
