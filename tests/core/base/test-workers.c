/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/failing-threads.h"

#define N_JOBS 1000

typedef struct
{
  atomic_int times[N_JOBS];
  atomic_int n;
  size_t n_threads;
  size_t fails_from; /* jobs from here on fail */
  atomic_bool cancelled;
  int cancel_after;
} Run;

static CtStatus
job (void *data, size_t number, size_t worker)
{
  Run *run = data;

  g_assert_cmpuint (worker, <, run->n_threads);
  g_assert_cmpuint (number, <, N_JOBS);
  atomic_fetch_add (&run->times[number], 1);
  if (atomic_fetch_add (&run->n, 1) + 1 == run->cancel_after)
    atomic_store (&run->cancelled, true);
  return number >= run->fails_from ? CT_STATUS_DAMAGED : CT_STATUS_OK;
}

static void
test_every_job_once (void)
{
  for (size_t n_threads = 1; n_threads <= 5; n_threads++)
    {
      g_autofree Run *run = g_new0 (Run, 1);
      CtWorkers *workers;

      run->n_threads = n_threads;
      run->fails_from = N_JOBS;
      g_assert_cmpint (ct_workers_new (n_threads, &workers), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_workers_n_threads (workers), ==, n_threads);
      for (int again = 1; again <= 3; again++)
        {
          g_assert_cmpint (ct_workers_run (workers, N_JOBS, job, run, NULL), ==, CT_STATUS_OK);
          for (int i = 0; i < N_JOBS; i++)
            g_assert_cmpint (run->times[i], ==, again);
        }
      g_assert_cmpint (ct_workers_run (workers, 0, job, run, NULL), ==, CT_STATUS_OK);
      g_assert_cmpint (run->n, ==, 3 * N_JOBS);
      ct_workers_free (workers);
    }
}

static void
test_failure (void)
{
  g_autofree Run *run = g_new0 (Run, 1);
  CtWorkers *workers;

  run->n_threads = 3;
  run->fails_from = 20;
  g_assert_cmpint (ct_workers_new (3, &workers), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_workers_run (workers, N_JOBS, job, run, NULL), ==, CT_STATUS_DAMAGED);
  g_assert_cmpint (run->n, <, N_JOBS);
  run->fails_from = N_JOBS;
  g_assert_cmpint (ct_workers_run (workers, N_JOBS, job, run, NULL), ==, CT_STATUS_OK);
  ct_workers_free (workers);
}

static void
test_cancel (void)
{
  g_autofree Run *run = g_new0 (Run, 1);
  CtWorkers *workers;

  run->n_threads = 2;
  run->fails_from = N_JOBS;
  run->cancel_after = 10;
  g_assert_cmpint (ct_workers_new (2, &workers), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_workers_run (workers, N_JOBS, job, run, &run->cancelled), ==, CT_STATUS_CANCELLED);
  g_assert_cmpint (run->n, <, N_JOBS);
  ct_workers_free (workers);
}

static CtStatus
make_workers (void *data)
{
  CtWorkers *workers;
  CtStatus status = ct_workers_new (2, &workers);

  if (status == CT_STATUS_OK)
    ct_workers_free (workers);
  return status;
}

static void
test_arguments (void)
{
  CtWorkers *workers;

  g_assert_cmpint (ct_workers_new (0, &workers), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_workers_new (257, &workers), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpuint (ct_workers_default_threads (), >, 0);
  failing_allocator_try_all (make_workers, NULL);
}

static CtStatus
run_jobs (void *data)
{
  g_autofree Run *run = g_new0 (Run, 1);
  CtWorkers *workers;
  CtStatus status = ct_workers_new (4, &workers);

  g_assert_cmpint (status, ==, CT_STATUS_OK);
  run->n_threads = ct_workers_n_threads (workers);
  run->fails_from = N_JOBS;
  g_assert_cmpuint (run->n_threads, <=, 4);
  g_assert_cmpint (ct_workers_run (workers, N_JOBS, job, run, NULL), ==, CT_STATUS_OK);
  g_assert_cmpint (run->n, ==, N_JOBS);
  ct_workers_free (workers);
  return status;
}

/* Where the system starts no more threads, fewer do the work. */
static void
test_fewer_threads (void)
{
  failing_threads_try_all (run_jobs, NULL);
  failing_calls_set ("thread:0:EAGAIN+");
  run_jobs (NULL);
  failing_calls_set (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workers/every-job-once", test_every_job_once);
  g_test_add_func ("/workers/failure", test_failure);
  g_test_add_func ("/workers/cancel", test_cancel);
  g_test_add_func ("/workers/arguments", test_arguments);
  g_test_add_func ("/workers/fewer-threads", test_fewer_threads);
  return g_test_run ();
}
