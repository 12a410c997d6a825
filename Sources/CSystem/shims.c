#define _GNU_SOURCE
#include "CSystem.h"
#include <crypt.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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
