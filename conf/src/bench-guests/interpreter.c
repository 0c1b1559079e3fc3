// An interpreter as the guest: a stack machine whose program counts primes, walks Collatz sequences and recurs.
#include "guest.h"

enum operation { MARK, PUSH, LOAD, STORE, ADD, SUB, MUL, REM, HALVE, LESS, EQUAL, AND, NOT, JUMP, JUMP_ZERO, CALL, RETURN, DUP,
  SWAP, HALT };
enum mark { NUMBER, DIVISOR, PRIME, COMPOSITE, STARTS, START, WALK, EVEN, WALKED, RECUR, FIBONACCI, DEEPER, MARKS };
enum variable { PRIMES, I, J, LENGTHS, VARIABLES };

struct code {
  i32 operation;
  i32 operand;
};

#define OP(operation) {operation, 0}

static const struct code text[] = {
    {PUSH, 0}, {STORE, PRIMES}, {PUSH, 2}, {STORE, I},
    {MARK, NUMBER}, {LOAD, I}, {PUSH, 4000}, OP(LESS), {JUMP_ZERO, STARTS},
    {PUSH, 2}, {STORE, J},
    {MARK, DIVISOR}, {LOAD, I}, {LOAD, J}, OP(DUP), OP(MUL), OP(LESS), OP(NOT), {JUMP_ZERO, PRIME},
    {LOAD, I}, {LOAD, J}, OP(REM), {JUMP_ZERO, COMPOSITE},
    {LOAD, J}, {PUSH, 1}, OP(ADD), {STORE, J}, {JUMP, DIVISOR},
    {MARK, PRIME}, {LOAD, PRIMES}, {PUSH, 1}, OP(ADD), {STORE, PRIMES},
    {MARK, COMPOSITE}, {LOAD, I}, {PUSH, 1}, OP(ADD), {STORE, I}, {JUMP, NUMBER},

    {MARK, STARTS}, {PUSH, 0}, {STORE, LENGTHS}, {PUSH, 1}, {STORE, I},
    {MARK, START}, {LOAD, I}, {PUSH, 1200}, OP(LESS), {JUMP_ZERO, RECUR},
    {LOAD, I}, {STORE, J},
    {MARK, WALK}, {LOAD, J}, {PUSH, 1}, OP(EQUAL), OP(NOT), {JUMP_ZERO, WALKED},
    {LOAD, LENGTHS}, {PUSH, 1}, OP(ADD), {STORE, LENGTHS},
    {LOAD, J}, {PUSH, 1}, OP(AND), {JUMP_ZERO, EVEN},
    {LOAD, J}, {PUSH, 3}, OP(MUL), {PUSH, 1}, OP(ADD), {STORE, J}, {JUMP, WALK},
    {MARK, EVEN}, {LOAD, J}, OP(HALVE), {STORE, J}, {JUMP, WALK},
    {MARK, WALKED}, {LOAD, I}, {PUSH, 1}, OP(ADD), {STORE, I}, {JUMP, START},

    {MARK, RECUR}, {PUSH, 20}, {CALL, FIBONACCI}, OP(HALT),
    {MARK, FIBONACCI}, OP(DUP), {PUSH, 2}, OP(LESS), {JUMP_ZERO, DEEPER}, OP(RETURN),
    {MARK, DEEPER}, OP(DUP), {PUSH, 1}, OP(SUB), {CALL, FIBONACCI}, OP(SWAP), {PUSH, 2}, OP(SUB), {CALL, FIBONACCI},
    OP(ADD), OP(RETURN),
};

#define LENGTH (sizeof text / sizeof text[0])

static struct code program[LENGTH];
static i64 stack[256];
static i64 variables[VARIABLES];
static const struct code *returns[64];

// Takes the marks out, and has jumps go to where they stood.
void prepare(void) {
  i32 places[MARKS];
  i32 place = 0;
  for (u64 i = 0; i < LENGTH; i++) {
    if (text[i].operation == MARK) {
      places[text[i].operand] = place;
    } else {
      program[place++] = text[i];
    }
  }
  for (i32 i = 0; i < place; i++) {
    i32 operation = program[i].operation;
    if (operation == JUMP || operation == JUMP_ZERO || operation == CALL) {
      program[i].operand = places[program[i].operand];
    }
  }
}

static i64 interpret(void) {
  const struct code *at = program;
  const struct code **back = returns;
  i64 *top = stack;
  for (;;) {
    i64 operand = at->operand;
    switch ((enum operation)(at++)->operation) {
      case PUSH: *++top = operand; break;
      case LOAD: *++top = variables[operand]; break;
      case STORE: variables[operand] = *top--; break;
      case ADD: top--; *top += top[1]; break;
      case SUB: top--; *top -= top[1]; break;
      case MUL: top--; *top *= top[1]; break;
      case REM: top--; *top %= top[1]; break;
      case HALVE: *top /= 2; break;
      case LESS: top--; *top = *top < top[1]; break;
      case EQUAL: top--; *top = *top == top[1]; break;
      case AND: top--; *top &= top[1]; break;
      case NOT: *top = !*top; break;
      case JUMP: at = program + operand; break;
      case JUMP_ZERO: if (*top-- == 0) at = program + operand; break;
      case CALL: *back++ = at; at = program + operand; break;
      case RETURN: at = *--back; break;
      case DUP: top++; *top = top[-1]; break;
      case SWAP: { i64 held = *top; *top = top[-1]; top[-1] = held; break; }
      case HALT: return *top;
      default: return -1;
    }
  }
}

// 550 primes below 4000, the lengths, and the twentieth Fibonacci number, 6765.
u64 work(void) {
  u64 sum = (u64)interpret();
  return (u64)variables[PRIMES] << 48 | (u64)variables[LENGTHS] << 16 | sum;
}

const u64 expected = EXPECTED;
