package dev.kurki.migration.stream;

/**
 * Says behind the header how many further connections bring pages of rounds, where both nodes have the capability
 * {@code multifd}. In a file there is none. Each is a {@link PageChannel}; the end of a round is told on all of them, and the
 * next begins when all have come to it:
 *
 * <pre>
 *   first    source: Header Channels Round pages Sync            Round pages       sections End
 *            target:                                  Synced
 *
 *   further  source: Header                pages Sync                  pages Sync
 * </pre>
 *
 * @param further how many there are beside the first, from 1 to {@link PageChannel#MOST}
 */
public record Channels(int further) implements Frame {}
