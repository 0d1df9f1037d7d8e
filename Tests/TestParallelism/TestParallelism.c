#include "TestParallelism.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Swift Testing starts all tests at once. With thousands of them on two processors, one that waits for
// a service of this process waits for the work of all others, and what a test holds to seconds fails.
// Before main, because Swift Testing reads the bound when it starts. Swift older than 6.3 doesn't
// heed it; whoever sets it is heeded.
__attribute__((constructor)) static void bound_parallel_tests(void) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  char width[24];
  snprintf(width, sizeof width, "%ld", 12 * (processors > 0 ? processors : 1));
  setenv("SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH", width, 0);
}
