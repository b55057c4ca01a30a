package io.kymaros.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command writes into files, each asked for by an option. The places are looked at before anything else happens: a run
 * takes long, and what it found can't be seen a second time. One that fails all the same keeps no other from being written.
 *
 * @param <T> what is written
 */
final class Outputs<T> {
    private final List<Output<T>> all = new ArrayList<>();

    /** Writes a result to a place. */
    interface Writing<T> {
        void write(T result) throws IOException;
    }

    private record Output<T>(String option, Path place, boolean folder, Writing<T> writing) {}

    /** A file that an option names. */
    void file(String option, Path file, Writing<T> writing) {
        all.add(new Output<>(option, file, false, writing));
    }

    /** A folder that an option names, which is made if it does not exist. */
    void folder(String option, Path folder, Writing<T> writing) {
        all.add(new Output<>(option, folder, true, writing));
    }

    /** What keeps the first output that can't be written from being written, with its option and the next step. */
    Optional<String> fault() {
        Map<Path, String> taken = new HashMap<>();
        for (Output<T> output : all) {
            String named = output.option() + " " + output.place();
            Path place = output.place().toAbsolutePath().normalize();
            Optional<String> fault = Optional.ofNullable(taken.put(place, named))
                    .map(other -> "would overwrite " + other + ". Name another file.")
                    .or(() -> output.folder() ? folderFault(place) : fileFault(place));
            if (fault.isPresent()) {
                return fault.map(what -> named + " " + what);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fileFault(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a folder. Name a file in it.");
        }
        if (ReportFile.isSpecial(file)) {
            return Files.isWritable(file) ? Optional.empty() : Optional.of("may not be written. Name another file.");
        }
        Path parent = Objects.requireNonNullElse(file.getParent(), file);
        if (!Files.exists(parent)) {
            return Optional.of(
                    "can't be written, for folder " + parent + " does not exist. Make it: mkdir -p " + parent);
        }
        return cantHoldFiles(parent);
    }

    /** The nearest folder that is there must hold those that are to be made. */
    private static Optional<String> folderFault(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return cantHoldFiles(there);
    }

    /** Permissions alone don't tell: a file system can be read-only, or full. */
    private static Optional<String> cantHoldFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.of("can't be written, for " + folder + " is no folder. Name another place.");
        }
        try {
            Files.delete(Files.createTempFile(folder, ".kymaros", ".part"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("can't be written, for no file can be made in folder " + folder + " (" + reason(e)
                    + "). Mend that, or name another place.");
        }
    }

    /**
     * Writes each, and says which could not be.
     *
     * @return whether all were written
     */
    boolean write(T result, PrintWriter err) {
        boolean written = true;
        for (Output<T> output : all) {
            try {
                output.writing().write(result);
            } catch (IOException | UncheckedIOException e) {
                written = false;
                err.println("error: " + output.option() + " " + output.place() + " could not be written (" + reason(e)
                        + "). The report is stored in the cluster all the same.");
            }
        }
        return written;
    }

    private static String reason(Exception error) {
        String name = error.getClass().getSimpleName();
        return error.getMessage() == null ? name : name + ": " + error.getMessage();
    }
}
