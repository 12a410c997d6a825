// A small load generator for scripts/bench-http and scripts/soak: keep-alive connections, one request in flight on each.
//
//   http-load PORT CONNECTIONS SECONDS TEMPLATE [VALUES]
//
// TEMPLATE holds a request: its head without Content-Length, an empty line, a body. VALUES has a line for each connection,
// fields apart by tabs. In both parts of the template %1 … %9 stand for the fields and %n for the connection's own count of
// requests, from 1. Prints one line of JSON; latencies are in microseconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { fields_most = 9, buffer_size = 1 << 16 };

struct connection {
  int fd;
  long count;
  double sent_at;
  size_t out_length, out_done, in_length;
  char *fields[fields_most];
  char out[1 << 14], in[buffer_size];
};

static char *head_template, *body_template;
static double *latencies;
static size_t latency_count, latency_room = 1 << 20;
static long done, refused, failed;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static char *contents(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(66); }
  char *text = calloc(1, 1 << 20);
  size_t length = fread(text, 1, (1 << 20) - 1, file);
  text[length] = 0;
  fclose(file);
  return text;
}

static size_t filled(const char *template, struct connection *c, char *out, size_t room) {
  size_t length = 0;
  for (const char *at = template; *at && length + 32 < room; at++) {
    if (*at == '%' && at[1] == 'n') {
      length += (size_t)sprintf(out + length, "%ld", c->count);
      at++;
    } else if (*at == '%' && at[1] >= '1' && at[1] <= '9' && c->fields[at[1] - '1']) {
      const char *field = c->fields[at[1] - '1'];
      size_t size = strlen(field);
      if (length + size + 32 > room) { fprintf(stderr, "a request is too long\n"); exit(65); }
      memcpy(out + length, field, size);
      length += size;
      at++;
    } else {
      out[length++] = *at;
    }
  }
  return length;
}

static void compose(struct connection *c) {
  char body[8192];
  c->count++;
  size_t body_length = filled(body_template, c, body, sizeof body);
  size_t length = filled(head_template, c, c->out, sizeof c->out - body_length - 64);
  if (body_length) length += (size_t)sprintf(c->out + length, "\r\nContent-Length: %zu", body_length);
  length += (size_t)sprintf(c->out + length, "\r\n\r\n");
  memcpy(c->out + length, body, body_length);
  c->out_length = length + body_length;
  c->out_done = 0;
  c->in_length = 0;
  c->sent_at = now();
}

static int open_to(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (struct sockaddr *)&place, sizeof place) != 0) { perror("connect"); exit(69); }
  int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

static void push(struct connection *c) {
  while (c->out_done < c->out_length) {
    ssize_t count = send(c->fd, c->out + c->out_done, c->out_length - c->out_done, MSG_NOSIGNAL);
    if (count <= 0) { if (errno != EAGAIN) failed++; return; }
    c->out_done += (size_t)count;
  }
}

// Whether a whole answer is there; its status is then in *status.
static int answered(struct connection *c, int *status) {
  c->in[c->in_length] = 0;
  char *end = strstr(c->in, "\r\n\r\n");
  if (!end) return 0;
  *status = atoi(c->in + 9);
  char *field = strcasestr(c->in, "content-length:");
  size_t body = field && field < end ? strtoul(field + 15, NULL, 10) : 0;
  return c->in_length >= (size_t)(end + 4 - c->in) + body;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  if (argc < 5) { fprintf(stderr, "usage: http-load PORT CONNECTIONS SECONDS TEMPLATE [VALUES]\n"); return 64; }
  int port = atoi(argv[1]), count = atoi(argv[2]);
  double seconds = atof(argv[3]);
  char *template = contents(argv[4]);
  char *split = strstr(template, "\n\n");
  body_template = split ? split + 2 : "";
  if (split) *split = 0;
  size_t last = strlen(body_template);
  if (last && body_template[last - 1] == '\n') body_template[last - 1] = 0;
  // The template is written with plain line ends.
  head_template = calloc(1, strlen(template) * 2 + 1);
  for (char *from = template, *to = head_template; *from; from++) {
    if (*from == '\n') *to++ = '\r';
    *to++ = *from;
  }
  latencies = malloc(latency_room * sizeof *latencies);
  struct connection *all = calloc((size_t)count, sizeof *all);
  char *rest = argc > 5 ? contents(argv[5]) : NULL;
  int queue = epoll_create1(0);
  for (int i = 0; i < count; i++) {
    struct connection *c = &all[i];
    char *line = rest ? strsep(&rest, "\n") : NULL;
    for (int field = 0; line && field < fields_most; field++) c->fields[field] = strsep(&line, "\t");
    c->fd = open_to(port);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(queue, EPOLL_CTL_ADD, c->fd, &event);
  }
  double began = now(), end = began + seconds;
  for (int i = 0; i < count; i++) { compose(&all[i]); push(&all[i]); }
  struct epoll_event events[256];
  while (now() < end && failed == 0) {
    int ready = epoll_wait(queue, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      struct connection *c = events[i].data.ptr;
      ssize_t got = recv(c->fd, c->in + c->in_length, buffer_size - 1 - c->in_length, 0);
      if (got <= 0) { if (got == 0 || errno != EAGAIN) failed++; continue; }
      c->in_length += (size_t)got;
      int status;
      if (!answered(c, &status)) continue;
      if (status / 100 == 2) done++; else { if (!refused) fprintf(stderr, "%.600s\n", c->in); refused++; }
      if (latency_count == latency_room) latencies = realloc(latencies, (latency_room *= 2) * sizeof *latencies);
      latencies[latency_count++] = (now() - c->sent_at) * 1e6;
      compose(c);
      push(c);
    }
  }
  double took = now() - began;
  qsort(latencies, latency_count, sizeof *latencies, by_size);
  double p50 = latency_count ? latencies[latency_count / 2] : 0;
  double p99 = latency_count ? latencies[latency_count * 99 / 100] : 0;
  double worst = latency_count ? latencies[latency_count - 1] : 0;
  printf("{\"requests\":%ld,\"refused\":%ld,\"failed\":%ld,\"seconds\":%.3f,\"per_second\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f,\"max_us\":%.0f}\n",
         done, refused, failed, took, (double)done / took, p50, p99, worst);
  return failed || (refused && !done) ? 1 : 0;
}
