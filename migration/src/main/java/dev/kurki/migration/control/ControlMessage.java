package dev.kurki.migration.control;

/** Marks what travels between nodes: bound to Jackson CBOR in reference.conf. */
public sealed interface ControlMessage permits Offer, OfferReply, FromTarget, FromSource {}
