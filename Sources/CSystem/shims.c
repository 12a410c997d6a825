#define _GNU_SOURCE
#include "CSystem.h"
#include <crypt.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

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
