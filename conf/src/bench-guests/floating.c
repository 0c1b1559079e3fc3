// Double floating point: bodies in orbit, a product of matrices, a Fourier transform, the Mandelbrot set.
#include "guest.h"

#define BODIES 5
#define STEPS 1500
#define SIDE 64
#define POINTS 2048
#define PIXELS 48
#define ITERATIONS 120

struct body {
  double x, y, z, vx, vy, vz, mass;
};

static struct body bodies[BODIES];
static double left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];
static double real[POINTS], imaginary[POINTS], cosine[POINTS / 2], sine[POINTS / 2];

static double root(double value) {
  double result;
  __asm__("fsqrt.d %0, %1" : "=f"(result) : "f"(value));
  return result;
}

static u64 bits(double value) {
  u64 result;
  __asm__("fmv.x.d %0, %1" : "=r"(result) : "f"(value));
  return result;
}

static double fraction(u64 *seed) {
  return (double)(i64)(next(seed) >> 12) / (double)(1UL << 52);
}

static u64 orbits(u64 sum) {
  u64 seed = 4711;
  for (int i = 0; i < BODIES; i++) {
    bodies[i] = (struct body){fraction(&seed) * 20 - 10, fraction(&seed) * 20 - 10, fraction(&seed) * 20 - 10,
        fraction(&seed) - 0.5, fraction(&seed) - 0.5, fraction(&seed) - 0.5, fraction(&seed) + 0.1};
  }
  for (int step = 0; step < STEPS; step++) {
    for (int i = 0; i < BODIES; i++) {
      struct body *a = &bodies[i];
      for (int j = i + 1; j < BODIES; j++) {
        struct body *b = &bodies[j];
        double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
        double square = dx * dx + dy * dy + dz * dz;
        double pull = 0.001 / (square * root(square));
        a->vx -= dx * b->mass * pull;
        a->vy -= dy * b->mass * pull;
        a->vz -= dz * b->mass * pull;
        b->vx += dx * a->mass * pull;
        b->vy += dy * a->mass * pull;
        b->vz += dz * a->mass * pull;
      }
    }
    for (int i = 0; i < BODIES; i++) {
      bodies[i].x += 0.001 * bodies[i].vx;
      bodies[i].y += 0.001 * bodies[i].vy;
      bodies[i].z += 0.001 * bodies[i].vz;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    sum = mix(mix(mix(sum, bits(bodies[i].x)), bits(bodies[i].y)), bits(bodies[i].z));
  }
  return sum;
}

static u64 matrices(u64 sum) {
  u64 seed = 31;
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      left[i][j] = fraction(&seed);
      right[i][j] = fraction(&seed);
    }
  }
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      double value = 0;
      for (int k = 0; k < SIDE; k++) {
        value += left[i][k] * right[k][j];
      }
      product[i][j] = value;
    }
  }
  for (int i = 0; i < SIDE; i++) {
    sum = mix(sum, bits(product[i][SIDE - 1 - i]));
  }
  return sum;
}

// Cosines and sines of a half turn, from those of its parts by the formula for half an angle.
void prepare(void) {
  cosine[0] = 1;
  sine[0] = 0;
  double c = 0, s = 1;
  for (int span = POINTS / 4; span >= 1; span /= 2) {
    for (int at = 0; at + span < POINTS / 2; at += 2 * span) {
      cosine[at + span] = cosine[at] * c - sine[at] * s;
      sine[at + span] = sine[at] * c + cosine[at] * s;
    }
    double half = root((1 + c) / 2);
    s = s / (2 * half);
    c = half;
  }
}

static u64 transform(u64 sum) {
  u64 seed = 17;
  for (int i = 0; i < POINTS; i++) {
    int at = 0;
    for (int bit = 1; bit < POINTS; bit <<= 1) {
      at = at << 1 | ((i & bit) != 0);
    }
    real[at] = fraction(&seed) - 0.5;
    imaginary[at] = 0;
  }
  for (int half = 1; half < POINTS; half *= 2) {
    int stride = POINTS / 2 / half;
    for (int block = 0; block < POINTS; block += 2 * half) {
      for (int i = 0; i < half; i++) {
        double c = cosine[i * stride], s = -sine[i * stride];
        double r = real[block + half + i], m = imaginary[block + half + i];
        double turned_r = r * c - m * s, turned_m = r * s + m * c;
        real[block + half + i] = real[block + i] - turned_r;
        imaginary[block + half + i] = imaginary[block + i] - turned_m;
        real[block + i] += turned_r;
        imaginary[block + i] += turned_m;
      }
    }
  }
  for (int i = 0; i < POINTS; i += 64) {
    sum = mix(mix(sum, bits(real[i])), bits(imaginary[i]));
  }
  return sum;
}

static u64 mandelbrot(u64 sum) {
  for (int row = 0; row < PIXELS; row++) {
    for (int column = 0; column < PIXELS; column++) {
      double cr = 3.0 * column / PIXELS - 2.25, ci = 2.5 * row / PIXELS - 1.25;
      double r = 0, i = 0;
      u32 count = 0;
      while (count < ITERATIONS && r * r + i * i < 4) {
        double held = r * r - i * i + cr;
        i = 2 * r * i + ci;
        r = held;
        count++;
      }
      sum = mix(sum, count);
    }
  }
  return sum;
}

u64 work(void) {
  return mandelbrot(transform(matrices(orbits(0))));
}

const u64 expected = EXPECTED;
