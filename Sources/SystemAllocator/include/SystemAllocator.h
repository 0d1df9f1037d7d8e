#ifndef SYSTEM_ALLOCATOR_H
#define SYSTEM_ALLOCATOR_H

// Linking this sets the system's allocator up; there is nothing to call.

#endif
