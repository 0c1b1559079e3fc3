package dev.kurki.cpu.translate;

/**
 * A region that can be run.
 *
 * @param region its code
 * @param pass the most instructions that it executes between two jumps backwards
 */
public record Translated(Region region, int pass) {}
