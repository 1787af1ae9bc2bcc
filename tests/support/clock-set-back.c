/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/clock-set-back.h"

#include <time.h>

int __real_clock_gettime (clockid_t clock, struct timespec *now);
int __wrap_clock_gettime (clockid_t clock, struct timespec *now);

int
__wrap_clock_gettime (clockid_t clock, struct timespec *now)
{
  int result = __real_clock_gettime (clock, now);

  if (clock == CLOCK_REALTIME)
    now->tv_sec += CLOCK_SET_BACK_S;
  return result;
}
