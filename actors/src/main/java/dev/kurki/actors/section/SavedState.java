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

  /** The version that is written, from 1. */
  int version() default 1;

  /** The oldest version that is still read, at most {@link #version()}. */
  int minimumVersion() default 1;
}
