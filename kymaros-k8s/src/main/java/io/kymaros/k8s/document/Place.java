package io.kymaros.k8s.document;

import io.kymaros.k8s.fault.InvalidInputException;

/** Where in which document a value stands, for messages. */
record Place(String source, String path) {
    static Place top(String source) {
        return new Place(source, "");
    }

    Place field(String name) {
        return new Place(source, path.isEmpty() ? name : path + "." + name);
    }

    Place entry(int index) {
        return new Place(source, path + "[" + index + "]");
    }

    InvalidInputException refuse(String problem) {
        return new InvalidInputException(source + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
    }
}
