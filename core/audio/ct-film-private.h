/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_FILM_PRIVATE_H
#define CT_FILM_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether an MP4, QuickTime, Matroska, WebM or AVI file says that it is longer than the @n_bytes it has, as one that
 * was cut off does. What is no such file, or does not say, is taken for whole. */
bool ct_film_is_cut (int fd, int64_t n_bytes);

/* How long an MP4 or QuickTime file says that it is, and where it does so. */
typedef struct
{
  int64_t at;  /* of the number of units, in bytes of the file */
  int n_bytes; /* that it has: 4 or 8, the highest first */
  uint64_t units, units_per_s;
  uint64_t skipped; /* units that edits leave out at the beginning of a stream, of the one where it is most */
} CtFilmLength;

/* False: it is no such file, or does not say. */
bool ct_film_find_length (int fd, int64_t n_bytes, CtFilmLength *out);

/* Whether the sound of a QuickTime film is not coded and has its lowest byte first, though the kinds of 32 and 64 bits
 * have their highest first unless the film says so: that is what qtdemux (1.22) misses. */
bool ct_film_is_little_endian (int fd, int64_t n_bytes);

#endif
