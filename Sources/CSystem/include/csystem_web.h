#pragma once
// HTTP over TLS by the system's libcurl. It is loaded when the first wire is opened, so that programs that
// never use it start and run without it; its headers are not needed to build.
#include <stddef.h>

typedef struct csystem_web csystem_web;

/// Loads libcurl and opens a wire; NULL where the system has none.
csystem_web *csystem_web_open(void);

void csystem_web_close(csystem_web *web);

/// Sends one request and gathers its answer into `*out`, which the caller frees.
/// `body_size` is -1 for a request without a body; times are in milliseconds; more than `most` bytes of an answer fail.
/// Returns 0, or another number with the reason in `why`.
int csystem_web_exchange(csystem_web *web, const char *url, const char *method, char *const *headers,
                         long header_count, const unsigned char *body, long body_size, long connect_time,
                         long answer_time, long most, long *status, unsigned char **out, long *out_size,
                         char *why, long why_size);
