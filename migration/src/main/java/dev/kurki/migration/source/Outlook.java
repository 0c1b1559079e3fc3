package dev.kurki.migration.source;

import java.util.OptionalLong;

/**
 * What a migration is expected to come to, at the pace that it has.
 *
 * @param remainingBytes what is left to send of guest RAM, the pages that have become dirty again counted
 * @param endNanos in how many ns the machine runs on the target; empty where no end is in sight
 * @param downtimeNanos how long the guest would be stopped if the round to come were the last, in ns, or is stopped for a
 *     switch to post-copy; empty where nothing was measured that would tell
 * @param downtimeLimitNanos how long it may be expected to be stopped, as it is now, in ns
 */
public record Outlook(long remainingBytes, OptionalLong endNanos, OptionalLong downtimeNanos,
    long downtimeLimitNanos) {}
