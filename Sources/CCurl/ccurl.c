#include "ccurl.h"

#include <dlfcn.h>
#include <fcntl.h>

typedef struct {
  int kind;
  ccurl_easy *easy;
  union {
    void *whatever;
    int result;
  } data;
} message;

typedef struct {
  int age;
  const char *text;
  unsigned number;
  const char *host;
  int features;
  const char *security;
} version;

enum {
  // 7.61, the first that tells everything this asks for.
  OLDEST_VERSION = 0x073d00,
  VERSION_NOW = 0,
  MESSAGE_DONE = 1,
  GLOBAL_DEFAULT = 3,
  MAXCONNECTS = 6,
  INFO_PRIVATE = 0x100000 + 21,
  SOCKOPTFUNCTION = 20148,
  SOCKETDATA = 10002,
  SOCKETFUNCTION = 20001,
};

static struct {
  version *(*version_info)(int);
  int (*global_init)(long);
  ccurl_easy *(*easy_init)(void);
  void (*easy_reset)(ccurl_easy *);
  void (*easy_cleanup)(ccurl_easy *);
  int (*easy_setopt)(ccurl_easy *, int, ...);
  int (*easy_getinfo)(ccurl_easy *, int, ...);
  ccurl_list *(*slist_append)(ccurl_list *, const char *);
  void (*slist_free_all)(ccurl_list *);
  ccurl_multi *(*multi_init)(void);
  int (*multi_setopt)(ccurl_multi *, int, ...);
  int (*multi_add_handle)(ccurl_multi *, ccurl_easy *);
  int (*multi_remove_handle)(ccurl_multi *, ccurl_easy *);
  int (*multi_socket_action)(ccurl_multi *, int, int, int *);
  int (*multi_timeout)(ccurl_multi *, long *);
  message *(*multi_info_read)(ccurl_multi *, int *);
} curl;

static bool is_open;

static const char *find_functions(void *library) {
  static const char too_old[] = "the libcurl of this machine is older than 7.61";
#define FIND(name)                                                        \
  if (!(*(void **)&curl.name = dlsym(library, "curl_" #name)))            \
    return too_old;
  FIND(version_info)
  if (curl.version_info(VERSION_NOW)->number < OLDEST_VERSION) return too_old;
  FIND(global_init)
  FIND(easy_init)
  FIND(easy_reset)
  FIND(easy_cleanup)
  FIND(easy_setopt)
  FIND(easy_getinfo)
  FIND(slist_append)
  FIND(slist_free_all)
  FIND(multi_init)
  FIND(multi_setopt)
  FIND(multi_add_handle)
  FIND(multi_remove_handle)
  FIND(multi_socket_action)
  FIND(multi_timeout)
  FIND(multi_info_read)
#undef FIND
  return curl.global_init(GLOBAL_DEFAULT) == 0 ? NULL : "libcurl can't be initialised";
}

const char *ccurl_open(const char *name) {
  if (is_open) return NULL;
  // Bound as they are called: most of what libcurl and its libraries import never is.
  void *library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
  if (!library) return "there is no libcurl on this machine";
  const char *failure = find_functions(library);
  if (failure)
    dlclose(library);
  else
    is_open = true;
  return failure;
}

const char *ccurl_version(void) { return curl.version_info(VERSION_NOW)->text; }
const char *ccurl_security(void) { return curl.version_info(VERSION_NOW)->security; }

ccurl_easy *ccurl_easy_make(void) { return curl.easy_init(); }
void ccurl_easy_reset(ccurl_easy *easy) { curl.easy_reset(easy); }
void ccurl_easy_free(ccurl_easy *easy) { curl.easy_cleanup(easy); }

bool ccurl_set_long(ccurl_easy *easy, ccurl_option option, long value) {
  return curl.easy_setopt(easy, option, value) == 0;
}

bool ccurl_set_size(ccurl_easy *easy, ccurl_option option, int64_t value) {
  return curl.easy_setopt(easy, option, value) == 0;
}

bool ccurl_set_text(ccurl_easy *easy, ccurl_option option, const char *value) {
  return curl.easy_setopt(easy, option, value) == 0;
}

bool ccurl_set_pointer(ccurl_easy *easy, ccurl_option option, void *value) {
  return curl.easy_setopt(easy, option, value) == 0;
}

bool ccurl_set_list(ccurl_easy *easy, ccurl_option option, ccurl_list *value) {
  return curl.easy_setopt(easy, option, value) == 0;
}

bool ccurl_set_receiver(ccurl_easy *easy, ccurl_option option, ccurl_receiver value) {
  return curl.easy_setopt(easy, option, value) == 0;
}

long ccurl_get_long(ccurl_easy *easy, ccurl_info info) {
  long value = 0;
  curl.easy_getinfo(easy, info, &value);
  return value;
}

int64_t ccurl_get_size(ccurl_easy *easy, ccurl_info info) {
  int64_t value = 0;
  curl.easy_getinfo(easy, info, &value);
  return value;
}

static int close_on_exec(void *context, int socket, int purpose) {
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  return 0;
}

void ccurl_set_close_on_exec(ccurl_easy *easy) {
  curl.easy_setopt(easy, SOCKOPTFUNCTION, close_on_exec);
}

void *ccurl_context(ccurl_easy *easy) {
  void *context = NULL;
  curl.easy_getinfo(easy, INFO_PRIVATE, &context);
  return context;
}

ccurl_list *ccurl_list_append(ccurl_list *list, const char *text) {
  return curl.slist_append(list, text);
}

void ccurl_list_free(ccurl_list *list) { curl.slist_free_all(list); }

ccurl_multi *ccurl_multi_make(long connections, ccurl_watcher watcher, void *context) {
  ccurl_multi *multi = curl.multi_init();
  if (multi) {
    curl.multi_setopt(multi, MAXCONNECTS, connections);
    curl.multi_setopt(multi, SOCKETDATA, context);
    curl.multi_setopt(multi, SOCKETFUNCTION, watcher);
  }
  return multi;
}

bool ccurl_multi_add(ccurl_multi *multi, ccurl_easy *easy) {
  return curl.multi_add_handle(multi, easy) == 0;
}

void ccurl_multi_remove(ccurl_multi *multi, ccurl_easy *easy) {
  curl.multi_remove_handle(multi, easy);
}

void ccurl_multi_perform(ccurl_multi *multi, int socket, int events) {
  int running;
  curl.multi_socket_action(multi, socket, events, &running);
}

long ccurl_multi_milliseconds(ccurl_multi *multi) {
  long milliseconds = -1;
  curl.multi_timeout(multi, &milliseconds);
  return milliseconds;
}

ccurl_easy *ccurl_multi_next(ccurl_multi *multi, ccurl_result *result) {
  int left;
  message *next;
  while ((next = curl.multi_info_read(multi, &left))) {
    if (next->kind == MESSAGE_DONE) {
      *result = next->data.result;
      return next->easy;
    }
  }
  return NULL;
}

#if __has_include(<curl/curl.h>)
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#define SAME(ours, theirs) _Static_assert((long)(ours) == (long)(theirs), #theirs " is another number")
#define SAME_OPTION(name) SAME(CCURL_##name, CURLOPT_##name)
SAME_OPTION(WRITEDATA);
SAME_OPTION(URL);
SAME_OPTION(PROXY);
SAME_OPTION(ERRORBUFFER);
SAME_OPTION(NOPROXY);
SAME_OPTION(POSTFIELDS);
SAME_OPTION(HTTPHEADER);
SAME_OPTION(HEADERDATA);
SAME_OPTION(CUSTOMREQUEST);
SAME_OPTION(POST);
SAME_OPTION(CAINFO);
SAME_OPTION(FRESH_CONNECT);
SAME_OPTION(HTTPGET);
SAME_OPTION(CAPATH);
SAME_OPTION(NOSIGNAL);
SAME_OPTION(ACCEPT_ENCODING);
SAME_OPTION(PRIVATE);
SAME_OPTION(TIMEOUT_MS);
SAME_OPTION(CONNECTTIMEOUT_MS);
SAME_OPTION(PROTOCOLS);
SAME_OPTION(TCP_KEEPALIVE);
SAME_OPTION(PATH_AS_IS);
SAME_OPTION(SUPPRESS_CONNECT_HEADERS);
SAME_OPTION(WRITEFUNCTION);
SAME_OPTION(HEADERFUNCTION);
SAME_OPTION(POSTFIELDSIZE_LARGE);
#if LIBCURL_VERSION_NUM >= 0x075700
SAME_OPTION(QUICK_EXIT);
#endif
#define SAME_INFO(name) SAME(CCURL_##name, CURLINFO_##name)
SAME_INFO(OS_ERRNO);
SAME_INFO(HTTP_CONNECTCODE);
SAME_INFO(REQUEST_SIZE);
SAME_INFO(NUM_CONNECTS);
SAME_INFO(APPCONNECT_TIME_T);
SAME(INFO_PRIVATE, CURLINFO_PRIVATE);
#define SAME_RESULT(name) SAME(CCURL_##name, CURLE_##name)
SAME_RESULT(UNSUPPORTED_PROTOCOL);
SAME_RESULT(URL_MALFORMAT);
SAME_RESULT(COULDNT_RESOLVE_PROXY);
SAME_RESULT(COULDNT_RESOLVE_HOST);
SAME_RESULT(COULDNT_CONNECT);
SAME_RESULT(WEIRD_SERVER_REPLY);
SAME_RESULT(PARTIAL_FILE);
SAME_RESULT(OUT_OF_MEMORY);
SAME_RESULT(OPERATION_TIMEDOUT);
SAME_RESULT(SSL_CONNECT_ERROR);
SAME_RESULT(GOT_NOTHING);
SAME_RESULT(SSL_CERTPROBLEM);
SAME_RESULT(SSL_CIPHER);
SAME_RESULT(PEER_FAILED_VERIFICATION);
SAME_RESULT(SEND_ERROR);
SAME_RESULT(RECV_ERROR);
SAME_RESULT(BAD_CONTENT_ENCODING);
SAME_RESULT(SSL_CACERT_BADFILE);
SAME_RESULT(SSL_ISSUER_ERROR);
#if LIBCURL_VERSION_NUM >= 0x074900
SAME(CCURL_PROXY_FAILED, CURLE_PROXY);
#endif
#if LIBCURL_VERSION_NUM >= 0x080600
SAME_RESULT(TOO_LARGE);
#endif
SAME(CCURL_ERROR_SIZE, CURL_ERROR_SIZE);
SAME(CCURL_PROTOCOL_HTTP, CURLPROTO_HTTP);
SAME(CCURL_PROTOCOL_HTTPS, CURLPROTO_HTTPS);
SAME(MESSAGE_DONE, CURLMSG_DONE);
SAME(SOCKOPTFUNCTION, CURLOPT_SOCKOPTFUNCTION);
SAME(GLOBAL_DEFAULT, CURL_GLOBAL_DEFAULT);
SAME(MAXCONNECTS, CURLMOPT_MAXCONNECTS);
SAME(sizeof(message), sizeof(CURLMsg));
SAME(offsetof(version, number), offsetof(curl_version_info_data, version_num));
SAME(offsetof(version, text), offsetof(curl_version_info_data, version));
SAME(offsetof(version, security), offsetof(curl_version_info_data, ssl_version));
SAME(offsetof(message, data), offsetof(CURLMsg, data));
SAME(SOCKETDATA, CURLMOPT_SOCKETDATA);
SAME(SOCKETFUNCTION, CURLMOPT_SOCKETFUNCTION);
SAME(CCURL_IN, CURL_CSELECT_IN);
SAME(CCURL_OUT, CURL_CSELECT_OUT);
SAME(CCURL_ERROR, CURL_CSELECT_ERR);
SAME(CCURL_IN, CURL_POLL_IN);
SAME(CCURL_OUT, CURL_POLL_OUT);
SAME(CCURL_REMOVED, CURL_POLL_REMOVE);
SAME(CCURL_NO_SOCKET, CURL_SOCKET_TIMEOUT);
SAME(sizeof(int64_t), sizeof(curl_off_t));
#endif
