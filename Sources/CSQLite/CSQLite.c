#include "CSQLite.h"

#include <dlfcn.h>
#include <stddef.h>

const char *csqlite_open(const char *library, struct csqlite *functions) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return dlerror();
#define CSQLITE_FIND(result, name, parameters)                                                     \
  *(void **)&functions->name = dlsym(handle, "sqlite3_" #name);                                    \
  if (functions->name == NULL) return "it has no sqlite3_" #name;
  CSQLITE_FUNCTIONS(CSQLITE_FIND)
  return NULL;
}

#if defined(__has_include)
#if __has_include(<sqlite3.h>)
#include <sqlite3.h>

#define CSQLITE_SAME_FUNCTION(result, name, parameters)                                            \
  _Static_assert(                                                                                  \
    __builtin_types_compatible_p(                                                                  \
      __typeof__(&sqlite3_##name), __typeof__(((struct csqlite *)0)->name)),                       \
    "sqlite3_" #name " has other parameters in sqlite3.h");
CSQLITE_FUNCTIONS(CSQLITE_SAME_FUNCTION)

#define CSQLITE_SAME_CONSTANT(name)                                                                \
  _Static_assert(CSQLITE_##name == SQLITE_##name, #name " has another value in sqlite3.h");
CSQLITE_SAME_CONSTANT(OK)
CSQLITE_SAME_CONSTANT(ROW)
CSQLITE_SAME_CONSTANT(DONE)
CSQLITE_SAME_CONSTANT(INTEGER)
CSQLITE_SAME_CONSTANT(TEXT)
CSQLITE_SAME_CONSTANT(BLOB)
CSQLITE_SAME_CONSTANT(NULL)
CSQLITE_SAME_CONSTANT(OPEN_READONLY)
CSQLITE_SAME_CONSTANT(OPEN_URI)
CSQLITE_SAME_CONSTANT(OPEN_READWRITE)
CSQLITE_SAME_CONSTANT(OPEN_CREATE)
CSQLITE_SAME_CONSTANT(OPEN_NOMUTEX)
#endif
#endif
