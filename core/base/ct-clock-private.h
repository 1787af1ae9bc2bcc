/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CLOCK_PRIVATE_H
#define CT_CLOCK_PRIVATE_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds on the monotonic clock. */
static inline int64_t
ct_clock_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

#endif
