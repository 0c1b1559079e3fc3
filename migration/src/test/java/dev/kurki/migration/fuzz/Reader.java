package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.migration.source.FuzzedReturnPath;
import dev.kurki.migration.target.FuzzedGreeting;
import java.util.List;

/** All that reads a stream, each with inputs to begin with. */
enum Reader {
  /** What an incoming machine is received with. */
  RECEIVER,
  /** The same with a further connection beside the first. */
  CHANNELS,
  /** A target's listener, whoever connects to it. */
  GREETING,
  /** A listener with TLS, whoever connects to it. */
  TLS_GREETING,
  /** What a source hears from its target. */
  RETURN_PATH,
  /** {@code kurki analyze}. */
  ANALYSIS,
  /** {@code kurki restore}. */
  SNAPSHOT,
  /** A machine's description, of an offer or a file. */
  DESCRIPTION;

  /** A reader of this kind. */
  FuzzedReader open() {
    return switch (this) {
      case RECEIVER -> new FuzzedReceiver();
      case CHANNELS -> new FuzzedChannels();
      case GREETING -> new FuzzedGreeting();
      case TLS_GREETING -> FuzzedGreeting.withTls();
      case RETURN_PATH -> new FuzzedReturnPath();
      case ANALYSIS -> new FuzzedAnalysis();
      case SNAPSHOT -> new FuzzedSnapshot();
      case DESCRIPTION -> new FuzzedDescription();
    };
  }

  /** Inputs that it reads well. */
  List<byte[]> seeds() {
    return switch (this) {
      case RECEIVER, ANALYSIS -> Seeds.streams();
      case CHANNELS -> Seeds.channels();
      case SNAPSHOT -> Seeds.files();
      case GREETING -> Seeds.greetings();
      case TLS_GREETING -> Seeds.tlsRecords();
      case RETURN_PATH -> Seeds.answers();
      case DESCRIPTION -> Seeds.descriptions();
    };
  }
}
