#ifndef CLICKPORT_CSQLITE_H
#define CLICKPORT_CSQLITE_H

// SQLite's C interface (https://www.sqlite.org/c3ref/intro.html), as much as the state directory
// takes. The library is opened by name when it is needed, so that neither a build nor a start
// wants it. Where a build finds SQLite's own header, CSQLite.c holds all of this against it.

struct sqlite3;
struct sqlite3_stmt;

#ifdef __APPLE__
#define CSQLITE_LIBRARY "/usr/lib/libsqlite3.dylib"
#else
#define CSQLITE_LIBRARY "libsqlite3.so.0"
#endif

#define CSQLITE_OK 0
#define CSQLITE_ROW 100
#define CSQLITE_DONE 101

#define CSQLITE_INTEGER 1
#define CSQLITE_TEXT 3
#define CSQLITE_BLOB 4
#define CSQLITE_NULL 5

#define CSQLITE_OPEN_READONLY 0x00000001
#define CSQLITE_OPEN_READWRITE 0x00000002
#define CSQLITE_OPEN_CREATE 0x00000004
#define CSQLITE_OPEN_URI 0x00000040
#define CSQLITE_OPEN_NOMUTEX 0x00008000

/// F(result, name, parameters) for each function. The name goes without `sqlite3_`.
#define CSQLITE_FUNCTIONS(F)                                                                       \
  F(const char *, libversion, (void))                                                             \
  F(int, open_v2, (const char *, struct sqlite3 **, int, const char *))                            \
  F(int, close_v2, (struct sqlite3 *))                                                             \
  F(int, busy_timeout, (struct sqlite3 *, int))                                                    \
  F(int, exec,                                                                                     \
    (struct sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **))     \
  F(int, get_autocommit, (struct sqlite3 *))                                                       \
  F(const char *, errmsg, (struct sqlite3 *))                                                      \
  F(long long, last_insert_rowid, (struct sqlite3 *))                                              \
  F(int, prepare_v2,                                                                               \
    (struct sqlite3 *, const char *, int, struct sqlite3_stmt **, const char **))                  \
  F(int, bind_parameter_count, (struct sqlite3_stmt *))                                            \
  F(int, bind_int64, (struct sqlite3_stmt *, int, long long))                                      \
  F(int, bind_text, (struct sqlite3_stmt *, int, const char *, int, void (*)(void *)))             \
  F(int, bind_blob, (struct sqlite3_stmt *, int, const void *, int, void (*)(void *)))             \
  F(int, bind_zeroblob, (struct sqlite3_stmt *, int, int))                                         \
  F(int, step, (struct sqlite3_stmt *))                                                            \
  F(int, reset, (struct sqlite3_stmt *))                                                           \
  F(int, clear_bindings, (struct sqlite3_stmt *))                                                  \
  F(int, finalize, (struct sqlite3_stmt *))                                                        \
  F(int, column_count, (struct sqlite3_stmt *))                                                    \
  F(const char *, column_name, (struct sqlite3_stmt *, int))                                       \
  F(int, column_type, (struct sqlite3_stmt *, int))                                                \
  F(long long, column_int64, (struct sqlite3_stmt *, int))                                         \
  F(const unsigned char *, column_text, (struct sqlite3_stmt *, int))                              \
  F(const void *, column_blob, (struct sqlite3_stmt *, int))                                       \
  F(int, column_bytes, (struct sqlite3_stmt *, int))

/// The functions of an opened library. It stays open for as long as the process lives.
struct csqlite {
#define CSQLITE_FIELD(result, name, parameters) result(*name) parameters;
  CSQLITE_FUNCTIONS(CSQLITE_FIELD)
#undef CSQLITE_FIELD
};

/// Opens the library of that name and fills in its functions, all of them. Returns why it can't:
/// text of the loader's, good until this thread opens another library. NULL when it could.
const char *csqlite_open(const char *library, struct csqlite *functions);

/// Tells bind_text and bind_blob to copy what they are given (SQLITE_TRANSIENT).
static inline void (*csqlite_copied(void))(void *) {
  return (void (*)(void *))-1;
}

#endif
