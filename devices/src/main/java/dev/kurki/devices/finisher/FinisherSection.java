package dev.kurki.devices.finisher;

import dev.kurki.actors.section.SavedState;

/** The finisher has no state; its section says that it is there. */
@SavedState(id = "sifive-test")
public record FinisherSection() {}
