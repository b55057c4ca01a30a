package io.kymaros.core.report;

/** How much was as it should be, of how much was looked at. */
record Share(long good, long all) {
    long bad() {
        return all - good;
    }

    boolean whole() {
        return good == all;
    }

    boolean possible() {
        return all > 0 && good >= 0 && good <= all;
    }

    @Override
    public String toString() {
        return good + "/" + all;
    }
}
