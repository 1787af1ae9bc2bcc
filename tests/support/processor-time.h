/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PROCESSOR_TIME_H
#define PROCESSOR_TIME_H

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

/* Milliseconds of processor time of this process: what else runs does not count. */
static inline double
processor_time_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * (double) now.tv_sec + (double) now.tv_nsec / 1e6;
}

static inline int
processor_time_compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts @ms ([n]); the upper median if @n is even. */
static inline double
processor_time_median (double *ms, size_t n)
{
  qsort (ms, n, sizeof *ms, processor_time_compare);
  return ms[n / 2];
}

#endif
