package dev.kurki.actors.section;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a section may hold beyond what its type says, since when it is there and what it is where it is absent.
 * Without it a field takes every value of its type, runs of bytes, words, characters or records up to
 * {@link #DEFAULT_MAX_LENGTH}, and is there since version 1.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
  /** The longest run that a field takes when it does not say otherwise. */
  int DEFAULT_MAX_LENGTH = 65_536;

  /** What {@link #absent()} is for a field that has to be there. */
  String REQUIRED = "required";

  /** What {@link #absent()} is for a run of fixed length that holds zeroes. */
  String ZEROES = "zeroes";

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

  /** The version of the section or subsection that has brought the field, from 1. */
  int since() default 1;

  /**
   * What the field is where a section of an older version, or a subsection that was left out, does not have it:
   * {@code true} or {@code false}, a decimal number, a text, {@code ""} for an empty run, {@link #ZEROES}. A field that is
   * there only since a later version, and every field of a subsection, has to say it.
   */
  String absent() default REQUIRED;
}
