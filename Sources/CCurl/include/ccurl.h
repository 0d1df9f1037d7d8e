// The part of libcurl's interface that clickport uses, opened at run time.
//
// No header of libcurl is needed to build this: its binary interface is promised not to change
// (https://curl.se/libcurl/abi.html), and where the header is there, ccurl.c holds what is written
// here to it. The functions that take any number of arguments have a wrapper for each kind, because
// Swift can't call them.
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ccurl_easy ccurl_easy;
typedef struct ccurl_multi ccurl_multi;
typedef struct ccurl_list ccurl_list;

typedef enum ccurl_option : int {
  CCURL_WRITEDATA = 10001,
  CCURL_URL = 10002,
  CCURL_PROXY = 10004,
  CCURL_ERRORBUFFER = 10010,
  CCURL_POSTFIELDS = 10015,
  CCURL_HTTPHEADER = 10023,
  CCURL_HEADERDATA = 10029,
  CCURL_CUSTOMREQUEST = 10036,
  CCURL_POST = 47,
  CCURL_CAINFO = 10065,
  CCURL_FRESH_CONNECT = 74,
  CCURL_HTTPGET = 80,
  CCURL_CAPATH = 10097,
  CCURL_NOSIGNAL = 99,
  CCURL_ACCEPT_ENCODING = 10102,
  CCURL_PRIVATE = 10103,
  CCURL_TIMEOUT_MS = 155,
  CCURL_CONNECTTIMEOUT_MS = 156,
  CCURL_PROTOCOLS = 181,
  CCURL_TCP_KEEPALIVE = 213,
  CCURL_NOPROXY = 10177,
  CCURL_PATH_AS_IS = 234,
  CCURL_SUPPRESS_CONNECT_HEADERS = 265,
  CCURL_QUICK_EXIT = 322,
  CCURL_WRITEFUNCTION = 20011,
  CCURL_HEADERFUNCTION = 20079,
  CCURL_POSTFIELDSIZE_LARGE = 30120,
} ccurl_option;

/// How many bytes CCURL_ERRORBUFFER needs.
enum { CCURL_ERROR_SIZE = 256 };

/// For CCURL_PROTOCOLS.
enum { CCURL_PROTOCOL_HTTP = 1, CCURL_PROTOCOL_HTTPS = 2 };

typedef enum ccurl_info : int {
  CCURL_OS_ERRNO = 0x200000 + 25,
  CCURL_HTTP_CONNECTCODE = 0x200000 + 22,
  CCURL_REQUEST_SIZE = 0x200000 + 12,
  CCURL_NUM_CONNECTS = 0x200000 + 26,
  CCURL_APPCONNECT_TIME_T = 0x600000 + 56,
} ccurl_info;

/// How a transfer ended; only those that are told apart.
typedef enum ccurl_result : int {
  CCURL_OK = 0,
  CCURL_UNSUPPORTED_PROTOCOL = 1,
  CCURL_URL_MALFORMAT = 3,
  CCURL_COULDNT_RESOLVE_PROXY = 5,
  CCURL_COULDNT_RESOLVE_HOST = 6,
  CCURL_COULDNT_CONNECT = 7,
  CCURL_WEIRD_SERVER_REPLY = 8,
  CCURL_PARTIAL_FILE = 18,
  CCURL_OUT_OF_MEMORY = 27,
  CCURL_OPERATION_TIMEDOUT = 28,
  CCURL_SSL_CONNECT_ERROR = 35,
  CCURL_GOT_NOTHING = 52,
  CCURL_SSL_CERTPROBLEM = 58,
  CCURL_SSL_CIPHER = 59,
  CCURL_PEER_FAILED_VERIFICATION = 60,
  CCURL_SEND_ERROR = 55,
  CCURL_RECV_ERROR = 56,
  CCURL_BAD_CONTENT_ENCODING = 61,
  CCURL_SSL_CACERT_BADFILE = 77,
  CCURL_SSL_ISSUER_ERROR = 83,
  CCURL_PROXY_FAILED = 97,
  CCURL_TOO_LARGE = 100,
} ccurl_result;

/// What a socket is to be watched for, and what it has.
enum { CCURL_IN = 1, CCURL_OUT = 2, CCURL_ERROR = 4 };
/// Instead of events: the socket isn't to be watched any more.
enum { CCURL_REMOVED = 4 };

/// Told of a socket to watch from now on, for events that replace those of before.
typedef int (*ccurl_watcher)(
    ccurl_easy *easy, int socket, int events, void *context, void *unused);

/// Takes `size * count` bytes and returns how many it took; anything else ends the transfer.
typedef size_t (*ccurl_receiver)(char *bytes, size_t size, size_t count, void *context);

/// Opens the library of that name, unless one is open, and initialises it. Returns NULL, or why that
/// failed, for people. Not to be called twice at once.
const char *ccurl_open(const char *name);

/// Its version, and its TLS library's name and version, NULL where it has none. Once it is open.
const char *ccurl_version(void);
const char *ccurl_security(void);

ccurl_easy *ccurl_easy_make(void);
void ccurl_easy_reset(ccurl_easy *easy);
void ccurl_easy_free(ccurl_easy *easy);
/// False where this libcurl doesn't know the option, or has no memory.
bool ccurl_set_long(ccurl_easy *easy, ccurl_option option, long value);
bool ccurl_set_size(ccurl_easy *easy, ccurl_option option, int64_t value);
bool ccurl_set_text(ccurl_easy *easy, ccurl_option option, const char *value);
bool ccurl_set_pointer(ccurl_easy *easy, ccurl_option option, void *value);
bool ccurl_set_list(ccurl_easy *easy, ccurl_option option, ccurl_list *value);
bool ccurl_set_receiver(ccurl_easy *easy, ccurl_option option, ccurl_receiver value);
long ccurl_get_long(ccurl_easy *easy, ccurl_info info);
int64_t ccurl_get_size(ccurl_easy *easy, ccurl_info info);
/// Has no child process inherit the sockets of the transfer.
void ccurl_set_close_on_exec(ccurl_easy *easy);
/// What was set as CCURL_PRIVATE.
void *ccurl_context(ccurl_easy *easy);

/// The list with a text more at its end, of which a copy is made; NULL when there is no memory.
ccurl_list *ccurl_list_append(ccurl_list *list, const char *text);
void ccurl_list_free(ccurl_list *list);

/// Keeps up to that many connections open. The watcher is called by what is called with the result.
ccurl_multi *ccurl_multi_make(long connections, ccurl_watcher watcher, void *context);
bool ccurl_multi_add(ccurl_multi *multi, ccurl_easy *easy);
void ccurl_multi_remove(ccurl_multi *multi, ccurl_easy *easy);
enum { CCURL_NO_SOCKET = -1 };
/// Does what can be done without waiting: with a socket that has events, or with what is due.
void ccurl_multi_perform(ccurl_multi *multi, int socket, int events);
/// After how many milliseconds something is due; -1 for never.
long ccurl_multi_milliseconds(ccurl_multi *multi);
/// A transfer that has ended, and how; NULL when there is none.
ccurl_easy *ccurl_multi_next(ccurl_multi *multi, ccurl_result *result);

#endif
