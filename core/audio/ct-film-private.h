/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_FILM_PRIVATE_H
#define CT_FILM_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether an MP4, QuickTime, Matroska, WebM or AVI file says that it is longer than the @n_bytes it has, as one that
 * was cut off does. What is no such file, or does not say, is taken for whole. */
bool ct_film_is_cut (int fd, int64_t n_bytes);

#endif
