// Integers and control: linked lists, matrices of integers, a state machine that reads numbers, a checksum bit by bit.
#include "guest.h"

#define NODES 200
#define SIDE 24
#define TEXT_BYTES 2000
#define TURNS 60

struct node {
  struct node *next;
  i32 key;
  i32 index;
};

static struct node nodes[NODES];
static i32 left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];
static char text[TEXT_BYTES];

static u16 crc16(u16 crc, u8 octet) {
  for (int bit = 0; bit < 8; bit++) {
    int carry = (crc ^ octet) & 1;
    crc >>= 1;
    if (carry) {
      crc ^= 0xa001;
    }
    octet >>= 1;
  }
  return crc;
}

static u16 crc16_word(u16 crc, u32 word) {
  for (int i = 0; i < 4; i++) {
    crc = crc16(crc, (u8)(word >> 8 * i));
  }
  return crc;
}

static struct node *build(u64 seed) {
  struct node *head = 0;
  for (int i = 0; i < NODES; i++) {
    nodes[i].key = (i32)(next(&seed) % 1000);
    nodes[i].index = i;
    nodes[i].next = head;
    head = &nodes[i];
  }
  return head;
}

static int by_key(const struct node *a, const struct node *b) {
  return a->key != b->key ? a->key - b->key : a->index - b->index;
}

static int by_index(const struct node *a, const struct node *b) {
  return a->index - b->index;
}

static struct node *merge(struct node *a, struct node *b, int (*order)(const struct node *, const struct node *)) {
  struct node *head = 0;
  struct node **tail = &head;
  while (a && b) {
    struct node **less = order(a, b) <= 0 ? &a : &b;
    *tail = *less;
    tail = &(*less)->next;
    *less = (*less)->next;
  }
  *tail = a ? a : b;
  return head;
}

static struct node *sort(struct node *list, int (*order)(const struct node *, const struct node *)) {
  if (!list || !list->next) {
    return list;
  }
  struct node *slow = list;
  for (struct node *fast = list->next; fast && fast->next; fast = fast->next->next) {
    slow = slow->next;
  }
  struct node *half = slow->next;
  slow->next = 0;
  return merge(sort(list, order), sort(half, order), order);
}

static struct node *reverse(struct node *list) {
  struct node *done = 0;
  while (list) {
    struct node *rest = list->next;
    list->next = done;
    done = list;
    list = rest;
  }
  return done;
}

static i32 find(const struct node *list, i32 key) {
  i32 steps = 0;
  while (list && list->key != key) {
    list = list->next;
    steps++;
  }
  return list ? list->index : -steps;
}

static u16 lists(u64 seed, u16 crc) {
  struct node *list = sort(build(seed), by_key);
  for (i32 key = 0; key < 40; key++) {
    crc = crc16_word(crc, (u32)find(list, key * 25));
  }
  list = sort(reverse(list), by_index);
  for (struct node *at = list; at; at = at->next) {
    crc = crc16(crc, (u8)at->key);
  }
  return crc;
}

static u16 matrices(u64 seed, u16 crc) {
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      left[i][j] = (i32)(next(&seed) & 0xff) - 128;
      right[i][j] = (i32)(next(&seed) & 0xff) - 128;
    }
  }
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      i32 sum = 0;
      for (int k = 0; k < SIDE; k++) {
        sum += left[i][k] * right[k][j];
      }
      product[i][j] = sum;
    }
  }
  i32 above = 0;
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      i32 clipped = (product[i][j] >> 2 & 0xf) * (product[i][j] >> 5 & 0x7f);
      above += clipped > 400 ? 10 : clipped & 3;
    }
  }
  return crc16_word(crc, (u32)above);
}

enum state { START, SIGN, WHOLE, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS, WRONG, STATES };

static enum state step(enum state state, char c) {
  int digit = c >= '0' && c <= '9';
  switch (state) {
    case START:
      return digit ? WHOLE : c == '+' || c == '-' ? SIGN : c == '.' ? POINT : WRONG;
    case SIGN:
      return digit ? WHOLE : c == '.' ? POINT : WRONG;
    case WHOLE:
      return digit ? WHOLE : c == '.' ? POINT : c == 'e' ? EXPONENT : WRONG;
    case POINT:
      return digit ? FRACTION : WRONG;
    case FRACTION:
      return digit ? FRACTION : c == 'e' ? EXPONENT : WRONG;
    case EXPONENT:
      return digit ? EXPONENT_DIGITS : c == '+' || c == '-' ? EXPONENT_SIGN : WRONG;
    case EXPONENT_SIGN:
    case EXPONENT_DIGITS:
      return digit ? EXPONENT_DIGITS : WRONG;
    default:
      return WRONG;
  }
}

static void write_text(u64 seed) {
  static const char *const words[8] = {"5012", "-874", "+122.5", ".1334500", "-110.700", "+0.64400e3", "T0.3e-1F", "7e+"};
  int at = 0;
  while (at < TEXT_BYTES - 16) {
    for (const char *c = words[next(&seed) & 7]; *c; c++) {
      text[at++] = *c;
    }
    text[at++] = ',';
  }
  text[at] = 0;
}

static u16 states(u16 crc) {
  u32 ends[STATES] = {0};
  u32 visits[STATES] = {0};
  enum state state = START;
  for (const char *c = text; *c; c++) {
    if (*c == ',') {
      ends[state]++;
      state = START;
    } else {
      state = step(state, *c);
      visits[state]++;
    }
  }
  for (int i = 0; i < STATES; i++) {
    crc = crc16_word(crc, ends[i] << 16 | visits[i]);
  }
  return crc;
}

u64 work(void) {
  u16 crc = 0;
  for (u64 turn = 1; turn <= TURNS; turn++) {
    crc = lists(turn * 7919, crc);
    crc = matrices(turn * 104729, crc);
    write_text(turn * 1299709);
    crc = states(crc);
  }
  return crc;
}

const u64 expected = EXPECTED;
