#define _GNU_SOURCE
#include "CSystem.h"
#include <arpa/inet.h>
#include <crypt.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

int csystem_crypt(const char *phrase, const char *setting, char *out, size_t out_size) {
  struct crypt_data *area = calloc(1, sizeof *area);
  if (!area) return ENOMEM;
  errno = 0;
  char *hash = crypt_r(phrase, setting, area);
  int failure = 0;
  // libxcrypt reports failure by a token that starts with '*'.
  if (!hash || hash[0] == '*') failure = errno ? errno : EINVAL;
  else if (strlen(hash) + 1 > out_size) failure = ERANGE;
  else memcpy(out, hash, strlen(hash) + 1);
  explicit_bzero(area, sizeof *area);
  free(area);
  return failure;
}

int csystem_crypt_setting(const char *random, int random_size, char *out, int out_size) {
  errno = 0;
  char *setting = crypt_gensalt_rn("$y$", 0, random, random_size, out, out_size);
  if (!setting || setting[0] == '*') return errno ? errno : EINVAL;
  return 0;
}

int csystem_window_size(int fd, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return errno;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

long csystem_inflate(const unsigned char *in, size_t in_size, unsigned char *out, size_t out_size) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return -1;
  stream.next_in = (unsigned char *)in;
  stream.avail_in = (uInt)in_size;
  stream.next_out = out;
  stream.avail_out = (uInt)out_size;
  int result = inflate(&stream, Z_FINISH);
  long written = (long)(out_size - stream.avail_out);
  inflateEnd(&stream);
  return result == Z_STREAM_END ? written : -1;
}

int csystem_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) return errno;
  if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) return errno;
  return 0;
}

int csystem_address(const char *text, unsigned char address[16]) {
  memset(address, 0, 10);
  address[10] = address[11] = 0xff;
  if (inet_pton(AF_INET, text, address + 12) == 1) return 0;
  return inet_pton(AF_INET6, text, address) == 1 ? 0 : EINVAL;
}

static int is_mapped(const unsigned char address[16]) {
  static const unsigned char prefix[12] = {[10] = 0xff, [11] = 0xff};
  return memcmp(address, prefix, sizeof prefix) == 0;
}

void csystem_address_text(const unsigned char address[16], char *out) {
  if (is_mapped(address)) inet_ntop(AF_INET, address + 12, out, INET6_ADDRSTRLEN);
  else inet_ntop(AF_INET6, address, out, INET6_ADDRSTRLEN);
}

int csystem_listen(const char *address, unsigned short port, unsigned short *bound) {
  unsigned char bytes[16];
  if (csystem_address(address, bytes)) return -EINVAL;
  union {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
  } place;
  memset(&place, 0, sizeof place);
  socklen_t size;
  if (is_mapped(bytes)) {
    place.four.sin_family = AF_INET;
    place.four.sin_port = htons(port);
    memcpy(&place.four.sin_addr, bytes + 12, 4);
    size = sizeof place.four;
  } else {
    place.six.sin6_family = AF_INET6;
    place.six.sin6_port = htons(port);
    memcpy(&place.six.sin6_addr, bytes, 16);
    size = sizeof place.six;
  }
  int fd = socket(place.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  int yes = 1, no = 0, held = 256 * 1024;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  // Connections inherit it. Else the kernel would take megabytes at once for a reader that takes nothing.
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &held, sizeof held);
  // `::` takes IPv4 too, whatever the system's default is.
  if (place.any.sa_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (bind(fd, &place.any, size) != 0 || listen(fd, 4096) != 0 || getsockname(fd, &place.any, &size) != 0) {
    int failure = errno;
    close(fd);
    return -failure;
  }
  *bound = ntohs(place.any.sa_family == AF_INET ? place.four.sin_port : place.six.sin6_port);
  return fd;
}

int csystem_accept(int listener, unsigned char address[16]) {
  union {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
  } place;
  socklen_t size = sizeof place;
  int fd = accept4(listener, &place.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return -errno;
  int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  memset(address, 0, 16);
  if (place.any.sa_family == AF_INET) {
    address[10] = address[11] = 0xff;
    memcpy(address + 12, &place.four.sin_addr, 4);
  } else if (place.any.sa_family == AF_INET6) {
    memcpy(address, &place.six.sin6_addr, 16);
  }
  return fd;
}

long csystem_send(int fd, const void *first, size_t first_size, const void *second, size_t second_size) {
  struct iovec parts[2] = {{(void *)first, first_size}, {(void *)second, second_size}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  for (;;) {
    ssize_t sent = second_size ? sendmsg(fd, &message, MSG_NOSIGNAL) : send(fd, first, first_size, MSG_NOSIGNAL);
    if (sent >= 0) return sent;
    if (errno != EINTR) return -errno;
  }
}

long csystem_most_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  rlim_t soft = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = soft;
  return limit.rlim_cur > INT32_MAX ? INT32_MAX : (long)limit.rlim_cur;
}

void csystem_reset_on_close(int fd) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static struct termios screen_saved;
static volatile sig_atomic_t screen_is_raw = 0;
static volatile sig_atomic_t screen_is_changed = 0;
static volatile sig_atomic_t screen_is_lent = 0;
static int screen_fd = -1;
static const char screen_in[] = "\033[?1049h\033[?2004h\033[?25l";
static const char screen_out[] = "\033[?2004l\033[0m\033[?25h\033[?1049l";

static int screen_raw(void) {
  struct termios raw = screen_saved;
  raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
  raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  if (tcsetattr(screen_fd, TCSAFLUSH, &raw) != 0) return errno;
  screen_is_raw = 1;
  if (write(screen_fd, screen_in, sizeof screen_in - 1) < 0) return errno;
  return 0;
}

void csystem_screen_leave(void) {
  if (!screen_is_raw) return;
  screen_is_raw = 0;
  // Only calls that are safe inside a signal handler.
  if (write(screen_fd, screen_out, sizeof screen_out - 1) < 0) { /* the terminal is gone */ }
  tcsetattr(screen_fd, TCSAFLUSH, &screen_saved);
}

static void screen_on_end(int number) {
  csystem_screen_leave();
  signal(number, SIG_DFL);
  raise(number);
}

static void screen_on_stop(int number) {
  (void)number;
  csystem_screen_leave();
  raise(SIGSTOP);
}

static void screen_on_change(int number) {
  if (number == SIGCONT && screen_fd >= 0 && !screen_is_raw && !screen_is_lent) screen_raw();
  screen_is_changed = 1;
}

void csystem_screen_lend(void) {
  screen_is_lent = 1;
  csystem_screen_leave();
}

void csystem_screen_take(void) {
  screen_is_lent = 0;
  if (screen_fd >= 0 && !screen_is_raw) screen_raw();
  screen_is_changed = 1;
}

int csystem_screen_changed(void) {
  int changed = screen_is_changed;
  screen_is_changed = 0;
  return changed;
}

int csystem_screen_enter(int fd) {
  static const int ends[] = {SIGTERM, SIGHUP,  SIGINT, SIGQUIT, SIGSEGV, SIGILL,
                             SIGTRAP, SIGABRT, SIGBUS, SIGFPE,  SIGPIPE};
  if (tcgetattr(fd, &screen_saved) != 0) return errno;
  screen_fd = fd;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = screen_on_end;
  // Whoever started us may have blocked them, and a signal that waits for ever leaves a raw terminal.
  sigset_t wanted;
  sigemptyset(&wanted);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    sigaction(ends[i], &action, NULL);
    sigaddset(&wanted, ends[i]);
  }
  sigaddset(&wanted, SIGTSTP);
  sigaddset(&wanted, SIGWINCH);
  sigaddset(&wanted, SIGCONT);
  sigprocmask(SIG_UNBLOCK, &wanted, NULL);
  action.sa_handler = screen_on_stop;
  sigaction(SIGTSTP, &action, NULL);
  action.sa_handler = screen_on_change;
  sigaction(SIGWINCH, &action, NULL);
  sigaction(SIGCONT, &action, NULL);
  atexit(csystem_screen_leave);
  return screen_raw();
}
