/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CONDITION_PRIVATE_H
#define CT_CONDITION_PRIVATE_H

#include <pthread.h>
#include <time.h>

/* Condition variables whose timed waits follow the monotonic clock. The default clock is the wall clock: setting that
 * back by an hour prolongs a wait of 4 ms to an hour. */

static inline void
ct_condition_init (pthread_cond_t *self)
{
  pthread_condattr_t attributes;

  /* none of these fails on Linux */
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (self, &attributes);
  pthread_condattr_destroy (&attributes);
}

/* Waits for a signal to @self, which ct_condition_init() made, for at most @ms milliseconds; the caller holds @mutex.
 */
static inline void
ct_condition_wait_ms (pthread_cond_t *self, pthread_mutex_t *mutex, long ms)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_sec += ms / 1000;
  until.tv_nsec += ms % 1000 * 1000000;
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  pthread_cond_timedwait (self, mutex, &until);
}

#endif
