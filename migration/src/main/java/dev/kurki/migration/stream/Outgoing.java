package dev.kurki.migration.stream;

/** What a stream is fed with: frames as they are, and batches of pages by reference. On the wire both are frames. */
public sealed interface Outgoing permits Frame, PageBatch {}
