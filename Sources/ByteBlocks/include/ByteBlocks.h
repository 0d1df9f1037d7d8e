#ifndef CLICKPORT_BYTE_BLOCKS_H
#define CLICKPORT_BYTE_BLOCKS_H

// Sixteen bytes looked at together, in one register where there is one (Clang's vectors). Swift can't ask
// where a vector's mask is set first: its standard library goes through the lanes one after the other.

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { BYTE_BLOCK_COUNT = 16 };

typedef uint8_t byte_block __attribute__((ext_vector_type(16)));
// What comparing two of them gives: all bits where it is so, none elsewhere.
typedef char byte_block_mask __attribute__((ext_vector_type(16)));

static inline byte_block byte_block_load(const void *bytes) {
  byte_block block;
  __builtin_memcpy(&block, bytes, BYTE_BLOCK_COUNT);
  return block;
}

static inline int byte_block_first(byte_block_mask mask) {
#if defined(__SSE2__)
  return __builtin_ctz((unsigned)_mm_movemask_epi8((__m128i)mask) | 1u << BYTE_BLOCK_COUNT);
#elif defined(__ARM_NEON) && defined(__aarch64__)
  // Each pair of bytes is narrowed to four bits of each.
  uint64_t bits = vget_lane_u64((uint64x1_t)vshrn_n_u16((uint16x8_t)mask, 4), 0);
  return bits ? __builtin_ctzll(bits) / 4 : BYTE_BLOCK_COUNT;
#else
  int lane = 0;
  while (lane < BYTE_BLOCK_COUNT && !mask[lane]) lane++;
  return lane;
#endif
}

static inline byte_block_mask byte_block_escaped(byte_block block) {
  return (block == '"') | (block == '\\') | (block < 0x20);
}

// How many bytes come before the first that ends or interrupts a run of plain string content: a quote, a
// backslash, a control, or one that isn't ASCII. 16 where there is none.
static inline int byte_block_before_unplain(const void *bytes) {
  byte_block block = byte_block_load(bytes);
  return byte_block_first(byte_block_escaped(block) | (block >= 0x7F));
}

// How many come before the first that a JSON string must escape: a quote, a backslash, a control. 16
// where there is none.
static inline int byte_block_before_escape(const void *bytes) {
  return byte_block_first(byte_block_escaped(byte_block_load(bytes)));
}

// How many come before the first that is `first` and has `second` behind it; 16 where there is none.
// Looks at seventeen bytes.
static inline int byte_block_before_pair(const void *bytes, uint8_t first, uint8_t second) {
  byte_block next = byte_block_load((const uint8_t *)bytes + 1);
  return byte_block_first((byte_block_load(bytes) == first) & (next == second));
}

#endif
