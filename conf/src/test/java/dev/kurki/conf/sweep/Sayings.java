package dev.kurki.conf.sweep;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.target.TargetActor;
import org.slf4j.LoggerFactory;

/** Brings what source and target write to the log to a journal, for as long as it is open. */
final class Sayings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.kurki.migration");
  private final Journal journal;

  private Sayings(Journal journal) {
    this.journal = journal;
  }

  static Sayings into(Journal journal) {
    Sayings sayings = new Sayings(journal);
    sayings.start();
    sayings.log.addAppender(sayings);
    return sayings;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLoggerName().equals(SourceActor.class.getName())) {
      journal.note(new Entry.Said(Side.SOURCE, event.getFormattedMessage()));
    } else if (event.getLoggerName().equals(TargetActor.class.getName())) {
      journal.note(new Entry.Said(Side.TARGET, event.getFormattedMessage()));
    }
  }

  @Override
  public void close() {
    log.detachAppender(this);
  }
}
