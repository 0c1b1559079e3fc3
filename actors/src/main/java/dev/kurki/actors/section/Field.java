package dev.kurki.actors.section;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a section may hold beyond what its type says. Without it a field takes every value of its type, and
 * runs of bytes, words, characters or records up to {@link #DEFAULT_MAX_LENGTH}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
  /** The longest run that a field takes when it does not say otherwise. */
  int DEFAULT_MAX_LENGTH = 65_536;

  /** The least value of a number. */
  long min() default Long.MIN_VALUE;

  /** The greatest value of a number. */
  long max() default Long.MAX_VALUE;

  /** The exact length of a run (bytes, words, characters or records); negative: any up to {@link #maxLength()}. */
  int length() default -1;

  /** The greatest length of a run. */
  int maxLength() default DEFAULT_MAX_LENGTH;

  /** Names the field's meaning; it changes when the same bytes come to mean something else. */
  String semantics() default "";
}
