/**
 * Golden streams: machines that were saved in the midst of their work when a release shipped, with the digest that their run
 * ends in. {@link dev.kurki.conf.golden.GoldenStream} is one of them; {@link dev.kurki.conf.golden.GoldenRegister} reads and
 * writes those of a release; {@link dev.kurki.conf.golden.GoldenRun} records and replays. A
 * {@link dev.kurki.conf.golden.LoneMachine} is what they run on. A witness of a broken version is a golden stream whose
 * restored run does not end as the run that was not interrupted.
 */
@NullMarked
package dev.kurki.conf.golden;

import org.jspecify.annotations.NullMarked;
