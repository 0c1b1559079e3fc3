package dev.kurki.cpu.vcpu;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.cpu.hart.HotCode;
import org.apache.pekko.actor.typed.ActorRef;

/** What a vCPU is asked so that one at another node is as fast as it is, from its first instruction on. */
public sealed interface VcpuHotCode extends ComponentMessage.Own {
  /** Asks which code is hot; the vCPU is not disturbed. */
  record TellHotCode(ActorRef<HotCodeTold> replyTo) implements VcpuHotCode {}

  /** Has a vCPU that does not run yet prepare for code that is hot elsewhere and stands in its RAM. */
  record WarmUp(HotCode hot, ActorRef<WarmedUp> replyTo) implements VcpuHotCode {}

  /** Answers {@link TellHotCode}. */
  record HotCodeTold(int hart, HotCode hot) {}

  /** Answers {@link WarmUp}, when it is prepared. */
  record WarmedUp(int hart) {}
}
