package dev.kurki.conf.bench.cpu;

/** A time that one engine has taken for something. */
record Taken(Subject subject, Engine engine, Spent spent) {}
