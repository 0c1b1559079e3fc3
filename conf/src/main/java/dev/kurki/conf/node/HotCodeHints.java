package dev.kurki.conf.node;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.ToVcpu;
import dev.kurki.actors.section.Section;
import dev.kurki.cpu.hart.HotCode;
import dev.kurki.cpu.vcpu.VcpuHotCode.HotCodeTold;
import dev.kurki.cpu.vcpu.VcpuHotCode.TellHotCode;
import dev.kurki.cpu.vcpu.VcpuHotCode.WarmUp;
import dev.kurki.cpu.vcpu.VcpuHotCode.WarmedUp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * What of a machine's code is hot, from its vCPUs at the source to those at the target. An answer that does not come in time is
 * done without.
 *
 * @param system what is asked within
 * @param machine its supervisor
 * @param harts how many vCPUs it has
 */
record HotCodeHints(ActorSystem<?> system, ActorRef<MachineMessage> machine, int harts) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Asks all vCPUs, which go on; fails when one does not answer. */
  CompletionStage<List<Section>> tell() {
    List<CompletableFuture<HotCodeTold>> told = IntStream.range(0, harts)
        .mapToObj(hart -> this.<HotCodeTold>ask(hart, TellHotCode::new).toCompletableFuture()).toList();
    return CompletableFuture.allOf(told.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> told.stream().map(CompletableFuture::join).filter(answer -> !answer.hot().isEmpty())
            .map(answer -> answer.hot().section(answer.hart())).toList());
  }

  /** Has the vCPUs that hints are for prepare by them; complete when they have. */
  CompletionStage<Done> warmUp(List<Section> hints) {
    return CompletableFuture.allOf(hints.stream()
        .filter(hint -> hint.id().equals(HotCode.SECTION) && hint.instance() >= 0 && hint.instance() < harts)
        .map(hint -> this.<WarmedUp>ask(hint.instance(), replyTo -> new WarmUp(HotCode.of(hint), replyTo))
            .toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new)).thenApply(_ -> Done.getInstance());
  }

  private <R> CompletionStage<R> ask(int hart, Function<ActorRef<R>, ComponentMessage> question) {
    return AskPattern.ask(machine, replyTo -> new ToVcpu(hart, question.apply(replyTo)), TIMEOUT, system.scheduler());
  }
}
