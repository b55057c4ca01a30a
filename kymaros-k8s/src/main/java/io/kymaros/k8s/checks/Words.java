package io.kymaros.k8s.checks;

/** Puts what another program said in one short line that is safe to show. */
final class Words {
    private static final int LONGEST = 300;

    private Words() {}

    static String of(String said) {
        String line = said.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\s\u0080-\u009f]+", " ")
                .strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
