package dev.kurki.conf.sweep;

/** What a node takes the machine for, as {@code kurki ps} would say. */
enum Standing {
  /** There is none. */
  NONE,
  /** It is the guest's here. */
  RUNNING,
  /** Another node owns it; the copy here is paused. */
  LEAVING,
  /** So it is, and no pages go to the other node, where it runs in part, until the operator says so. */
  CUT_OFF,
  /** Its RAM and sections are coming. */
  INCOMING,
  /** It is whole here and waits for the source's decision. */
  WAITING,
  /** It is this node's, while pages are to come. */
  IN_PART
}
