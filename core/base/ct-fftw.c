/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-fftw-private.h"

#include <pthread.h>

static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

void
ct_fftw_lock (void)
{
  pthread_mutex_lock (&planner);
}

void
ct_fftw_unlock (void)
{
  pthread_mutex_unlock (&planner);
}
