#include "ByteBlocks.h"

// All of it is inlined where it is used.
