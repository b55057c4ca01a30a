package io.kymaros.core.evidence;

/** Names with {@code *} for any characters and {@code ?} for one. */
final class Glob {
    private Glob() {}

    /** Whether the whole name matches. Each star is first taken for nothing, then for one character more at a time. */
    static boolean matches(String glob, String name) {
        int at = 0;
        int star = -1;
        int resume = 0;
        for (int i = 0; i < name.length(); ) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < glob.length() && (glob.charAt(at) == '?' || glob.charAt(at) == name.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        return glob.substring(at).chars().allMatch(rest -> rest == '*');
    }
}
