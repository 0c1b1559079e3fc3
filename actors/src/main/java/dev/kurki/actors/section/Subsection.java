package dev.kurki.actors.section;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record as the shape of a subsection. A section holds it as an {@code Optional} component: the source leaves it
 * out where it is not needed, and a target that does not know it refuses the section.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Subsection {
  /** The version that is written, from 1. */
  int version() default 1;
}
