#ifndef CLICKPORT_BYTE_BLOCKS_H
#define CLICKPORT_BYTE_BLOCKS_H

// Sixteen bytes looked at together: by SSE2 on x86-64 and Neon on 64-bit Arm, which all of them have, one
// by one elsewhere. Swift can't ask where a vector's mask is set first: its standard library goes
// through the lanes one after the other.

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
typedef __m128i byte_block;
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
typedef uint8x16_t byte_block;
#else
typedef struct {
  uint8_t bytes[16];
} byte_block;
#endif

enum { BYTE_BLOCK_COUNT = 16 };

// How many bytes come before the first that ends or interrupts a run of plain string content: a quote, a
// backslash, a control, or one that isn't ASCII. 16 where there is none.
static inline int byte_block_before_unplain(const void *bytes);

// How many come before the first that a JSON string must escape: a quote, a backslash, a control. 16
// where there is none.
static inline int byte_block_before_escape(const void *bytes);

// How many come before the first that is `first` and has `second` behind it; 16 where there is none.
// Looks at seventeen bytes.
static inline int byte_block_before_pair(const void *bytes, uint8_t first, uint8_t second);

#if defined(__SSE2__)

static inline byte_block byte_block_load(const void *bytes) {
  return _mm_loadu_si128((const byte_block *)bytes);
}

static inline byte_block byte_block_equal(byte_block block, uint8_t byte) {
  return _mm_cmpeq_epi8(block, _mm_set1_epi8((char)byte));
}

static inline byte_block byte_block_or(byte_block left, byte_block right) {
  return _mm_or_si128(left, right);
}

static inline byte_block byte_block_and(byte_block left, byte_block right) {
  return _mm_and_si128(left, right);
}

static inline byte_block byte_block_at_most(byte_block block, uint8_t byte) {
  return _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8((char)byte)), block);
}

static inline byte_block byte_block_at_least(byte_block block, uint8_t byte) {
  return _mm_cmpeq_epi8(_mm_max_epu8(block, _mm_set1_epi8((char)byte)), block);
}

static inline int byte_block_first(byte_block mask) {
  return __builtin_ctz((unsigned)_mm_movemask_epi8(mask) | 1u << BYTE_BLOCK_COUNT);
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

static inline byte_block byte_block_load(const void *bytes) {
  return vld1q_u8((const uint8_t *)bytes);
}

static inline byte_block byte_block_equal(byte_block block, uint8_t byte) {
  return vceqq_u8(block, vdupq_n_u8(byte));
}

static inline byte_block byte_block_or(byte_block left, byte_block right) {
  return vorrq_u8(left, right);
}

static inline byte_block byte_block_and(byte_block left, byte_block right) {
  return vandq_u8(left, right);
}

static inline byte_block byte_block_at_most(byte_block block, uint8_t byte) {
  return vcleq_u8(block, vdupq_n_u8(byte));
}

static inline byte_block byte_block_at_least(byte_block block, uint8_t byte) {
  return vcgeq_u8(block, vdupq_n_u8(byte));
}

// Each pair of bytes is narrowed to four bits of each.
static inline int byte_block_first(byte_block mask) {
  uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(mask), 4);
  uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
  return bits ? __builtin_ctzll(bits) / 4 : BYTE_BLOCK_COUNT;
}

#else

static inline byte_block byte_block_load(const void *bytes) {
  byte_block block;
  __builtin_memcpy(&block, bytes, BYTE_BLOCK_COUNT);
  return block;
}

#define BYTE_BLOCK_EACH(result)                                                 \
  byte_block mask;                                                              \
  for (int lane = 0; lane < BYTE_BLOCK_COUNT; lane++) mask.bytes[lane] = result; \
  return mask;

static inline byte_block byte_block_equal(byte_block block, uint8_t byte) {
  BYTE_BLOCK_EACH(block.bytes[lane] == byte)
}

static inline byte_block byte_block_or(byte_block left, byte_block right) {
  BYTE_BLOCK_EACH(left.bytes[lane] | right.bytes[lane])
}

static inline byte_block byte_block_and(byte_block left, byte_block right) {
  BYTE_BLOCK_EACH(left.bytes[lane] & right.bytes[lane])
}

static inline byte_block byte_block_at_most(byte_block block, uint8_t byte) {
  BYTE_BLOCK_EACH(block.bytes[lane] <= byte)
}

static inline byte_block byte_block_at_least(byte_block block, uint8_t byte) {
  BYTE_BLOCK_EACH(block.bytes[lane] >= byte)
}

#undef BYTE_BLOCK_EACH

static inline int byte_block_first(byte_block mask) {
  int lane = 0;
  while (lane < BYTE_BLOCK_COUNT && !mask.bytes[lane]) lane++;
  return lane;
}

#endif

static inline byte_block byte_block_escaped(byte_block block) {
  byte_block quoted = byte_block_or(byte_block_equal(block, '"'), byte_block_equal(block, '\\'));
  return byte_block_or(quoted, byte_block_at_most(block, 0x1F));
}

static inline int byte_block_before_unplain(const void *bytes) {
  byte_block block = byte_block_load(bytes);
  return byte_block_first(
      byte_block_or(byte_block_escaped(block), byte_block_at_least(block, 0x7F)));
}

static inline int byte_block_before_escape(const void *bytes) {
  return byte_block_first(byte_block_escaped(byte_block_load(bytes)));
}

static inline int byte_block_before_pair(const void *bytes, uint8_t first, uint8_t second) {
  byte_block here = byte_block_equal(byte_block_load(bytes), first);
  byte_block next = byte_block_load((const uint8_t *)bytes + 1);
  return byte_block_first(byte_block_and(here, byte_block_equal(next, second)));
}

#endif
