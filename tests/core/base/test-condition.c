/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timed waits on a machine whose wall clock is set back meanwhile (see clock-set-back.h). */
#include <glib.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "core/base/ct-condition-private.h"
#include "tests/support/clock-set-back.h"

typedef struct
{
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  bool signalled;
} Fixture;

static void
set_up (Fixture *fixture)
{
  pthread_mutex_init (&fixture->mutex, NULL);
  ct_condition_init (&fixture->condition);
  fixture->signalled = false;
  /* a wait for the wrong clock ends after an hour */
  alarm (60);
}

static void
tear_down (Fixture *fixture)
{
  alarm (0);
  pthread_cond_destroy (&fixture->condition);
  pthread_mutex_destroy (&fixture->mutex);
}

static gint64
wait_us (Fixture *fixture, long ms)
{
  gint64 start_us = g_get_monotonic_time ();

  pthread_mutex_lock (&fixture->mutex);
  ct_condition_wait_ms (&fixture->condition, &fixture->mutex, ms);
  pthread_mutex_unlock (&fixture->mutex);
  return g_get_monotonic_time () - start_us;
}

/* Not an hour; and not at once either, as where a deadline of one clock is compared with the other. */
static void
test_timeout (void)
{
  Fixture fixture;
  struct timespec wall;

  clock_gettime (CLOCK_REALTIME, &wall);
  g_assert_cmpint (wall.tv_sec, >=, g_get_real_time () / G_USEC_PER_SEC + CLOCK_SET_BACK_S - 1);
  set_up (&fixture);
  g_assert_cmpint (wait_us (&fixture, 20), >=, 20000);
  /* more than a second: nanoseconds carry over */
  g_assert_cmpint (wait_us (&fixture, 1001), >=, 1001000);
  tear_down (&fixture);
}

static void *
signal_it (void *data)
{
  Fixture *fixture = data;

  pthread_mutex_lock (&fixture->mutex);
  fixture->signalled = true;
  pthread_cond_signal (&fixture->condition);
  pthread_mutex_unlock (&fixture->mutex);
  return NULL;
}

static void
test_signal (void)
{
  Fixture fixture;
  pthread_t thread;

  set_up (&fixture);
  pthread_mutex_lock (&fixture.mutex);
  g_assert_cmpint (pthread_create (&thread, NULL, signal_it, &fixture), ==, 0);
  while (!fixture.signalled)
    ct_condition_wait_ms (&fixture.condition, &fixture.mutex, 3600000);
  pthread_mutex_unlock (&fixture.mutex);
  pthread_join (thread, NULL);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condition/timeout", test_timeout);
  g_test_add_func ("/condition/signal", test_signal);
  return g_test_run ();
}
