package dev.kurki.cpu.floatingpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** By the host or of the bits, a result and its flags are the same. */
class ArithmeticTest {
  private final Flags flags = new Flags();
  private final Flags softFlags = new Flags();
  private final Arithmetic arithmetic = new Arithmetic(flags);
  private final SoftArithmetic soft = new SoftArithmetic(softFlags);

  @Property(tries = 20_000)
  void doubles_are_the_same_by_the_host(@ForAll("doubles") long a, @ForAll("doubles") long b) {
    theSame(FloatFormat.BINARY64, a, b);
  }

  @Property(tries = 20_000)
  void singles_are_the_same_by_the_host(@ForAll("singles") long a, @ForAll("singles") long b) {
    theSame(FloatFormat.BINARY32, a, b);
  }

  private void theSame(FloatFormat format, long a, long b) {
    for (RoundingMode mode : RoundingMode.values()) {
      theSame("sum", () -> arithmetic.add(format, mode, a, b), () -> soft.add(format, mode, a, b));
      theSame("difference", () -> arithmetic.subtract(format, mode, a, b), () -> soft.subtract(format, mode, a, b));
      theSame("product", () -> arithmetic.multiply(format, mode, a, b), () -> soft.multiply(format, mode, a, b));
      theSame("quotient", () -> arithmetic.divide(format, mode, a, b), () -> soft.divide(format, mode, a, b));
      theSame("root", () -> arithmetic.squareRoot(format, mode, a), () -> soft.squareRoot(format, mode, a));
    }
  }

  private void theSame(String what, LongSupplier one, LongSupplier other) {
    assertThat(Long.toHexString(one.getAsLong()) + " flags " + flags.take()).as(what)
        .isEqualTo(Long.toHexString(other.getAsLong()) + " flags " + softFlags.take());
  }

  @Provide
  Arbitrary<Long> doubles() {
    return Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.integers().between(-40, 40).map(i -> bits(i / 8.0)),
        Arbitraries.doubles().map(ArithmeticTest::bits),
        Arbitraries
            .of(0.0, -0.0, 1.0, Double.MIN_VALUE, Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL), Double.MAX_VALUE,
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Math.nextDown(1.0), 0x1p-900, 0x1p-1000,
                0x1p1000, 3.0, 1e-308)
            .map(ArithmeticTest::bits));
  }

  @Provide
  Arbitrary<Long> singles() {
    return Arbitraries.oneOf(Arbitraries.longs().between(0, 0xffff_ffffL),
        Arbitraries.integers().between(-40, 40).map(i -> bits(i / 8f)),
        Arbitraries.floats().map(ArithmeticTest::bits),
        Arbitraries.of(0f, -0f, 1f, Float.MIN_VALUE, Float.MIN_NORMAL, Math.nextDown(Float.MIN_NORMAL), Float.MAX_VALUE,
            Float.POSITIVE_INFINITY, Float.NaN, Math.nextUp(1f), 3f, 0x1p100f, 0x1p-100f).map(ArithmeticTest::bits));
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xffff_ffffL;
  }
}
