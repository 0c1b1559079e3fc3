package dev.kurki.migration.source;

import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.WorkDone;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.OfferReply;
import dev.kurki.migration.source.SourceFeed.NextStep;
import dev.kurki.migration.source.VcpuPacing.Moment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a source tells itself: what the target, the machine, the stream or time has answered. */
sealed interface SourceStep extends SourceMessage {
  record PostcopyTold(PostcopyActor.Told told) implements SourceStep {}

  record Answered(OfferReply reply) implements SourceStep {}

  record Heard(FromTarget message) implements SourceStep {}

  record RoundSent(Optional<RoundReport> report, CompletableFuture<NextStep> next) implements SourceStep {}

  record LastRoundSent(RoundReport report) implements SourceStep {}

  record Stopped(Longs dirty, SectionsReply sections, CompletableFuture<NextStep> next) implements SourceStep {}

  record WentWrong(String reason) implements SourceStep {}

  record StreamBroke(String reason) implements SourceStep {}

  record BrokenForGood(String reason) implements SourceStep {}

  record TargetGone() implements SourceStep {}

  record Retry() implements SourceStep {}

  record Tick() implements SourceStep {}

  record Counted(Moment moment, Optional<WorkDone> work) implements SourceStep {}

  record HandoverTimedOut() implements SourceStep {}
}
