// Atomics on two harts: counters by AMO and by LR/SC, a lock with a counter in it, and a barrier between the parts.
#include "guest.h"

#define HARTS 2
#define COUNTS 60000
#define LOCKED 12000

static u64 added __attribute__((aligned(64)));
static u64 reserved __attribute__((aligned(64)));
static u32 lock __attribute__((aligned(64)));
static u64 guarded __attribute__((aligned(64)));
static u64 arrived __attribute__((aligned(64)));
static u64 phase __attribute__((aligned(64)));
static u64 largest __attribute__((aligned(64)));
static u64 own[HARTS][8] __attribute__((aligned(64)));

static void meet(void) {
  u64 before = __atomic_load_n(&phase, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL) == HARTS) {
    __atomic_store_n(&arrived, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&phase, before + 1, __ATOMIC_RELEASE);
  } else {
    while (__atomic_load_n(&phase, __ATOMIC_ACQUIRE) == before) {
    }
  }
}

static void increment(u64 *at) {
  u64 value;
  u64 failed;
  __asm__ volatile(
      "1: lr.d %0, (%2)\n"
      "   addi %0, %0, 1\n"
      "   sc.d %1, %0, (%2)\n"
      "   bnez %1, 1b\n"
      : "=&r"(value), "=&r"(failed)
      : "r"(at)
      : "memory");
}

static void maximum(u64 *at, u64 value) {
  __asm__ volatile("amomaxu.d zero, %0, (%1)" ::"r"(value), "r"(at) : "memory");
}

static void part(u64 hart) {
  meet();
  for (u64 i = 0; i < COUNTS; i++) {
    __atomic_fetch_add(&added, 1, __ATOMIC_RELAXED);
    own[hart][0] = mix(own[hart][0], i);
  }
  for (u64 i = 0; i < COUNTS; i++) {
    increment(&reserved);
    increment(&own[hart][1]);
  }
  meet();
  for (u64 i = 0; i < LOCKED; i++) {
    while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) {
      while (__atomic_load_n(&lock, __ATOMIC_RELAXED)) {
      }
    }
    guarded++;
    __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
    maximum(&largest, i + hart);
  }
  meet();
}

void other_hart(u64 hart) {
  for (;;) {
    part(hart);
  }
}

u64 work(void) {
  added = 0;
  reserved = 0;
  guarded = 0;
  largest = 0;
  part(0);
  return added + (reserved << 20) + (guarded << 40) + largest;
}

const u64 expected = HARTS * COUNTS + ((u64)HARTS * COUNTS << 20) + ((u64)HARTS * LOCKED << 40) + LOCKED;
