package dev.kurki.cpu.floatingpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The host's own arithmetic is the oracle where it rounds to nearest even; elsewhere exact decimals are. */
class SoftArithmeticTest {
  private final Flags flags = new Flags();
  private final SoftArithmetic arithmetic = new SoftArithmetic(flags);
  private final Conversion conversion = new Conversion(flags);

  @Property
  void doubles_round_to_nearest_even_as_the_host_does(@ForAll("doubles") double a, @ForAll("doubles") double b,
      @ForAll("doubles") double c) {
    assertThat(d(arithmetic.add(FloatFormat.BINARY64, RoundingMode.RNE, bits(a), bits(b)))).isEqualTo(boxed(a + b));
    assertThat(d(arithmetic.subtract(FloatFormat.BINARY64, RoundingMode.RNE, bits(a), bits(b))))
        .isEqualTo(boxed(a - b));
    assertThat(d(arithmetic.multiply(FloatFormat.BINARY64, RoundingMode.RNE, bits(a), bits(b))))
        .isEqualTo(boxed(a * b));
    assertThat(d(arithmetic.divide(FloatFormat.BINARY64, RoundingMode.RNE, bits(a), bits(b)))).isEqualTo(boxed(a / b));
    assertThat(d(arithmetic.squareRoot(FloatFormat.BINARY64, RoundingMode.RNE, bits(a))))
        .isEqualTo(boxed(Math.sqrt(a)));
    assertThat(d(arithmetic.fusedMultiplyAdd(FloatFormat.BINARY64, RoundingMode.RNE, bits(a), bits(b), bits(c))))
        .isEqualTo(boxed(Math.fma(a, b, c)));
  }

  @Property
  void singles_round_to_nearest_even_as_the_host_does(@ForAll("singles") float a, @ForAll("singles") float b,
      @ForAll("singles") float c) {
    assertThat(f(arithmetic.add(FloatFormat.BINARY32, RoundingMode.RNE, bits(a), bits(b)))).isEqualTo(boxed(a + b));
    assertThat(f(arithmetic.multiply(FloatFormat.BINARY32, RoundingMode.RNE, bits(a), bits(b))))
        .isEqualTo(boxed(a * b));
    assertThat(f(arithmetic.divide(FloatFormat.BINARY32, RoundingMode.RNE, bits(a), bits(b)))).isEqualTo(boxed(a / b));
    assertThat(f(arithmetic.squareRoot(FloatFormat.BINARY32, RoundingMode.RNE, bits(a))))
        .isEqualTo(boxed((float) Math.sqrt(a)));
    assertThat(f(arithmetic.fusedMultiplyAdd(FloatFormat.BINARY32, RoundingMode.RNE, bits(a), bits(b), bits(c))))
        .isEqualTo(boxed(Math.fma(a, b, c)));
  }

  @Property
  void a_directed_sum_is_the_closest_double_on_its_side_and_inexact_tells(@ForAll("finiteDoubles") double a,
      @ForAll("finiteDoubles") double b) {
    BigDecimal exact = new BigDecimal(a).add(new BigDecimal(b));

    flags.take();
    double down = d(arithmetic.add(FloatFormat.BINARY64, RoundingMode.RDN, bits(a), bits(b)));
    boolean inexact = (flags.take() & Flags.NX) != 0;
    double up = d(arithmetic.add(FloatFormat.BINARY64, RoundingMode.RUP, bits(a), bits(b)));

    assertThat(new BigDecimal(down)).isLessThanOrEqualTo(exact);
    assertThat(new BigDecimal(up)).isGreaterThanOrEqualTo(exact);
    assertThat(inexact).isEqualTo(new BigDecimal(down).compareTo(exact) != 0);
    assertThat(inexact ? Math.nextUp(down) : down).isEqualTo(up);
  }

  @Property
  void a_directed_quotient_is_the_closest_double_on_its_side(@ForAll("finiteDoubles") double a,
      @ForAll("finiteDoubles") double b) {
    double divisor = b == 0 ? 1 : Math.abs(b);

    double down = d(arithmetic.divide(FloatFormat.BINARY64, RoundingMode.RDN, bits(a), bits(divisor)));
    double up = d(arithmetic.divide(FloatFormat.BINARY64, RoundingMode.RUP, bits(a), bits(divisor)));

    assertThat(new BigDecimal(down).multiply(new BigDecimal(divisor))).isLessThanOrEqualTo(new BigDecimal(a));
    assertThat(new BigDecimal(up).multiply(new BigDecimal(divisor))).isGreaterThanOrEqualTo(new BigDecimal(a));
    assertThat(up).isIn(down, Math.nextUp(down));
  }

  @Property
  void conversions_agree_with_the_host(@ForAll("doubles") double a, @ForAll long n) {
    assertThat(f(conversion.convert(FloatFormat.BINARY64, FloatFormat.BINARY32, RoundingMode.RNE, bits(a))))
        .isEqualTo(boxed((float) a));
    assertThat(d(conversion.fromSigned(FloatFormat.BINARY64, RoundingMode.RNE, n))).isEqualTo(boxed((double) n));
    long integer = conversion.toInteger(FloatFormat.BINARY64, RoundingMode.RTZ, bits(a), 64, true);
    assertThat(integer).isEqualTo(Double.isNaN(a) ? Long.MAX_VALUE : (long) a);
    int narrow = (int) conversion.toInteger(FloatFormat.BINARY64, RoundingMode.RTZ, bits(a), 32, true);
    assertThat(narrow).isEqualTo(Double.isNaN(a) ? Integer.MAX_VALUE : (int) a);
  }

  @Provide
  Arbitrary<Double> doubles() {
    Arbitrary<Double> near = Arbitraries.doubles().between(-4, 4).ofScale(10);
    return Arbitraries.oneOf(Arbitraries.longs().map(Double::longBitsToDouble), near,
        Arbitraries.of(0.0, -0.0, 1.0, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Double.NaN, Math.nextDown(1.0), Math.nextUp(1.0)));
  }

  @Provide
  Arbitrary<Double> finiteDoubles() {
    return doubles().map(a -> Double.isFinite(a) ? Math.scalb(a, Math.clamp(-Math.getExponent(a), -60, 60)) : 1.5)
        .filter(a -> a == 0 || (Math.abs(Math.getExponent(a)) < 450));
  }

  @Provide
  Arbitrary<Float> singles() {
    return Arbitraries.oneOf(Arbitraries.integers().map(Float::intBitsToFloat),
        Arbitraries.of(0f, -0f, 1f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, Float.POSITIVE_INFINITY,
            Float.NaN, Math.nextUp(1f)));
  }

  /** As an object, so that a NaN equals a NaN. */
  private static Object boxed(Object value) {
    return value;
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xffff_ffffL;
  }

  private static Double d(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static Float f(long bits) {
    return Float.intBitsToFloat((int) bits);
  }
}
