#include "SystemAllocator.h"

// Any header of the C library tells which one it is.
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

// Has all threads share one arena. With one each, as glibc has it, an arena grows by single pages,
// a system call each: a start made 633 of them. And each keeps what it has freed for itself.
// Before main, because a thread's arena is chosen at its first allocation.
__attribute__((constructor)) static void share_one_arena(void) {
  mallopt(M_ARENA_MAX, 1);
  // An answer of a thousand rows takes half a megabyte, several times. Given back to the system each
  // time, and taken again page by page, that costs as much as making the answer.
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
}
#endif
