package dev.kurki.migration.source;

/**
 * What came after the switch to post-copy.
 *
 * @param pages how many pages were sent with contents
 * @param zeroPages how many pages were told to be zero
 * @param bytes how many bytes that took
 * @param requests how many pages the guest has waited for
 * @param longestWaitNanos how long a vCPU has waited for a page at most, in ns; QEMU's postcopy-blocktime is of the same kind
 * @param releasedPages how many pages the source had released by then, with the capability release-ram
 * @param recoveries how often the connections were made anew
 */
public record PostcopyReport(long pages, long zeroPages, long bytes, long requests, long longestWaitNanos,
    long releasedPages, int recoveries) {}
