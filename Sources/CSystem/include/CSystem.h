#pragma once
// What Swift's Glibc module lacks. _GNU_SOURCE stays undefined here: with it the socket calls are
// imported with a transparent union and no longer compile from Swift.
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <zlib.h>
#include "csystem_web.h"

/// Hashes `phrase` under `setting` with crypt_r into `out` (at least 384 bytes).
/// The work area is on the heap and wiped. Returns 0, or the errno of the failure.
int csystem_crypt(const char *phrase, const char *setting, char *out, size_t out_size);

/// Writes a fresh yescrypt setting made from `random` (at least 16 bytes) into `out`.
/// Returns 0, or the errno of the failure.
int csystem_crypt_setting(const char *random, int random_size, char *out, int out_size);

/// Rows and columns of the terminal behind `fd`; returns 0, or the errno of the failure.
int csystem_window_size(int fd, int *rows, int *columns);

/// Inflates raw deflate data into `out`; returns the number of bytes written, or -1 when the data are
/// damaged or would need more than `out_size` bytes.
long csystem_inflate(const unsigned char *in, size_t in_size, unsigned char *out, size_t out_size);

/// Sets the descriptor non-blocking and close-on-exec; returns 0, or the errno of the failure.
int csystem_nonblocking(int fd);

/// Listens on an IPv4 or IPv6 address without blocking and writes the port that was bound.
/// Returns the descriptor, or the negated errno; -EINVAL when `address` is none.
int csystem_listen(const char *address, unsigned short port, unsigned short *bound);

/// Takes the next connection, non-blocking, without Nagle's delay, and writes the peer's address as IPv6
/// (IPv4 as ::ffff:a.b.c.d). Returns the descriptor, or the negated errno.
int csystem_accept(int listener, unsigned char address[16]);

/// Reads an IPv4 or IPv6 address into the form that csystem_accept writes; returns 0, or EINVAL.
int csystem_address(const char *text, unsigned char address[16]);

/// Writes the address as text into `out` (at least 46 bytes), IPv4 as a.b.c.d.
void csystem_address_text(const unsigned char address[16], char *out);

/// Sends up to two runs of bytes in one call; returns what was sent, or the negated errno.
long csystem_send(int fd, const void *first, size_t first_size, const void *second, size_t second_size);

/// Lets the process open as many files as its hard limit allows, and says how many that is.
long csystem_most_files(void);

/// Makes closing the socket reset the connection, so that the kernel keeps nothing for a reader that lags.
void csystem_reset_on_close(int fd);

/// Puts the terminal behind `fd` into full-screen use: raw keys, the other screen, bracketed paste.
/// Whatever ends the process by a signal puts it back first. Returns 0, or the errno of the failure.
int csystem_screen_enter(int fd);

/// Puts the terminal back as it was; does nothing where it is so already.
void csystem_screen_leave(void);

/// Puts the terminal back for another program until csystem_screen_take.
void csystem_screen_lend(void);
void csystem_screen_take(void);

/// Whether the window's size changed, or the process was continued, since this was asked last.
int csystem_screen_changed(void);
