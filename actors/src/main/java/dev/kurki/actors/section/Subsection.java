package dev.kurki.actors.section;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record as the shape of a subsection, which is a {@link SubsectionState}. A section holds it as a component: the
 * source leaves it out where it is not needed or where the machine type has it off, and a target that does not know it
 * refuses the section. Where it was left out each field is what its {@link Field#absent()} says.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subsection {
  /** The version that is written, from 1. */
  int version() default 1;

  /** The oldest version that is still read, at most {@link #version()}. */
  int minimumVersion() default 1;

  /** When it is needed, in words: what {@link SubsectionState#needed()} computes. */
  String predicate();
}
