package dev.kurki.actors.section;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record as the shape of a component's section; its schema is read off the record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SavedState {
  /** The section's id on the wire: lower-case letters, digits and hyphens. */
  String id();

  /** Whose version numbers these are: those of two owners are never compared. */
  String owner() default "kurki";

  /** The version that is written where a machine type does not name an older one, from 1. */
  int version() default 1;

  /** The oldest version that is still read, at most {@link #version()}. */
  int minimumVersion() default 1;

  /**
   * The record that the section had in older versions, where added fields do not tell the difference: it is marked with the
   * same id and an older version and is a {@link FormerState} of this one, which is a {@link Downgradable} to it.
   */
  Class<? extends Record> former() default Record.class;

  /** Why a machine with this component can neither be saved nor moved; empty where it can. */
  String unmigratable() default "";
}
