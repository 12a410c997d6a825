#define _GNU_SOURCE
#include "csystem_web.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// libcurl's own numbers (curl/curl.h); they never change, for they are its binary interface.
enum {
  OPT_WRITEDATA = 10001, OPT_URL = 10002, OPT_ERRORBUFFER = 10010, OPT_POSTFIELDS = 10015,
  OPT_USERAGENT = 10018, OPT_HTTPHEADER = 10023, OPT_CUSTOMREQUEST = 10036, OPT_CAINFO = 10065,
  OPT_WRITEFUNCTION = 20011, OPT_HTTPGET = 80, OPT_NOSIGNAL = 99, OPT_TIMEOUT_MS = 155,
  OPT_CONNECTTIMEOUT_MS = 156, OPT_PROTOCOLS = 181, OPT_POSTFIELDSIZE = 60,
  INFO_RESPONSE_CODE = 0x200002, GLOBAL_DEFAULT = 3, PROTO_HTTPS = 2, ERROR_SIZE = 256,
};

struct slist;

static struct {
  int (*global_init)(long);
  void *(*easy_init)(void);
  void (*easy_cleanup)(void *);
  void (*easy_reset)(void *);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  int (*easy_perform)(void *);
  const char *(*easy_strerror)(int);
  struct slist *(*slist_append)(struct slist *, const char *);
  void (*slist_free_all)(struct slist *);
  int is_loaded;
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define FIND(name)                                                \
  *(void **)&curl.name = dlsym(library, "curl_" #name);           \
  if (!curl.name) return;
  FIND(global_init) FIND(easy_init) FIND(easy_cleanup) FIND(easy_reset) FIND(easy_setopt)
  FIND(easy_getinfo) FIND(easy_perform) FIND(easy_strerror) FIND(slist_append) FIND(slist_free_all)
#undef FIND
  curl.is_loaded = curl.global_init(GLOBAL_DEFAULT) == 0;
}

struct csystem_web {
  void *easy;
};

struct answer {
  unsigned char *bytes;
  size_t size, room, most;
};

static size_t take(char *bytes, size_t one, size_t count, void *context) {
  struct answer *answer = context;
  size_t more = one * count;
  if (answer->size + more > answer->most) return 0;
  if (answer->size + more > answer->room) {
    size_t room = (answer->size + more) * 2;
    unsigned char *grown = realloc(answer->bytes, room);
    if (!grown) return 0;
    answer->bytes = grown;
    answer->room = room;
  }
  memcpy(answer->bytes + answer->size, bytes, more);
  answer->size += more;
  return more;
}

csystem_web *csystem_web_open(void) {
  pthread_once(&once, load);
  if (!curl.is_loaded) return NULL;
  csystem_web *web = calloc(1, sizeof *web);
  if (!web) return NULL;
  web->easy = curl.easy_init();
  if (web->easy) return web;
  free(web);
  return NULL;
}

void csystem_web_close(csystem_web *web) {
  curl.easy_cleanup(web->easy);
  free(web);
}

int csystem_web_exchange(csystem_web *web, const char *url, const char *method, char *const *headers,
                         long header_count, const unsigned char *body, long body_size, long connect_time,
                         long answer_time, long most, long *status, unsigned char **out, long *out_size,
                         char *why, long why_size) {
  void *easy = web->easy;
  char reason[ERROR_SIZE] = "";
  struct answer answer = {NULL, 0, 0, (size_t)most};
  // The list's first line is one of its own: a large request is sent at once, without asking first.
  struct slist *lines = curl.slist_append(NULL, "Expect:");
  for (long i = 0; i < header_count; i++) lines = curl.slist_append(lines, headers[i]);
  // Connections outlive a reset.
  curl.easy_reset(easy);
  curl.easy_setopt(easy, OPT_ERRORBUFFER, reason);
  curl.easy_setopt(easy, OPT_NOSIGNAL, 1L);
  curl.easy_setopt(easy, OPT_PROTOCOLS, (long)PROTO_HTTPS);
  curl.easy_setopt(easy, OPT_URL, url);
  curl.easy_setopt(easy, OPT_USERAGENT, "merit");
  curl.easy_setopt(easy, OPT_HTTPHEADER, lines);
  curl.easy_setopt(easy, OPT_CONNECTTIMEOUT_MS, connect_time);
  curl.easy_setopt(easy, OPT_TIMEOUT_MS, answer_time);
  curl.easy_setopt(easy, OPT_WRITEFUNCTION, take);
  curl.easy_setopt(easy, OPT_WRITEDATA, &answer);
  const char *authorities = getenv("CURL_CA_BUNDLE");
  if (authorities && *authorities) curl.easy_setopt(easy, OPT_CAINFO, authorities);
  if (body_size >= 0) {
    curl.easy_setopt(easy, OPT_POSTFIELDS, body);
    curl.easy_setopt(easy, OPT_POSTFIELDSIZE, body_size);
  } else {
    curl.easy_setopt(easy, OPT_HTTPGET, 1L);
  }
  curl.easy_setopt(easy, OPT_CUSTOMREQUEST, method);
  int code = curl.easy_perform(easy);
  curl.slist_free_all(lines);
  if (code == 0) code = curl.easy_getinfo(easy, INFO_RESPONSE_CODE, status);
  if (code != 0) {
    snprintf(why, (size_t)why_size, "%s", *reason ? reason : curl.easy_strerror(code));
    free(answer.bytes);
    return code;
  }
  *out = answer.bytes;
  *out_size = (long)answer.size;
  return 0;
}
