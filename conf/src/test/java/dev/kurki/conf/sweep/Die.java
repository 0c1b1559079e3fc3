package dev.kurki.conf.sweep;

/** What a node dies of when it is told. */
enum Die {
  DIE
}
