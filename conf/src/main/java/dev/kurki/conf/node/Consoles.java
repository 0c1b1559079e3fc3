package dev.kurki.conf.node;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.node.NodeMessage.ConsoleEvent;
import dev.kurki.conf.node.NodeMessage.Output;
import org.apache.pekko.actor.typed.ActorRef;

/** Those who look at a machine's console, and what whoever begins to look sees of its past. */
final class Consoles {
  private static final int SCROLLBACK_BYTES = 8192;

  private final Set<ActorRef<ConsoleEvent>> lookers = new LinkedHashSet<>();
  private byte[] scrollback = new byte[0];

  /** Someone begins to look. */
  void attach(ActorRef<ConsoleEvent> looker) {
    lookers.add(looker);
    if (scrollback.length > 0) {
      looker.tell(new Output(Bytes.of(scrollback)));
    }
  }

  /** Someone looks no more. */
  void detach(ActorRef<ConsoleEvent> looker) {
    lookers.remove(looker);
  }

  /** The machine, or its node, has written something. */
  void show(Bytes data) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(scrollback);
    all.writeBytes(data.toArray());
    byte[] whole = all.toByteArray();
    scrollback = Arrays.copyOfRange(whole, Math.max(0, whole.length - SCROLLBACK_BYTES), whole.length);
    tell(new Output(data));
  }

  /** What is no output of the machine. */
  void tell(ConsoleEvent event) {
    lookers.forEach(looker -> looker.tell(event));
  }

  /** The last that those hear of it here who look now. */
  void tellLast(ConsoleEvent event) {
    tell(event);
    lookers.clear();
  }
}
