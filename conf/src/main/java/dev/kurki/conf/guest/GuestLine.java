package dev.kurki.conf.guest;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the embedded guest says of itself, once a second.
 *
 * @param seconds how many such lines it has printed, this one included
 * @param pagesChecked how many pages it has found as it had left them
 * @param clockMicros its clock
 * @param gapMicros the longest time that it saw pass at once since the line before
 * @param largestGapMicros the longest of all
 */
public record GuestLine(long seconds, long pagesChecked, long clockMicros, long gapMicros, long largestGapMicros) {
  private static final Pattern FORM = Pattern
      .compile("\\[kurki] (\\d{1,18}) s: (\\d{1,18}) pages checked, clock (\\d{1,18}) us, gap (\\d{1,18}) us, "
          + "largest gap (\\d{1,18}) us");

  /** The line that a text is, if it is one. */
  public static Optional<GuestLine> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(new GuestLine(number(form, 1), number(form, 2), number(form, 3), number(form, 4),
            number(form, 5)))
        : Optional.empty();
  }

  /** Whether a text is the guest's cry that its memory is not what it had left. */
  public static boolean isCorruption(String text) {
    return text.startsWith(EmbeddedGuest.CORRUPTION);
  }

  private static long number(Matcher form, int group) {
    return Long.parseLong(Objects.requireNonNull(form.group(group)));
  }
}
