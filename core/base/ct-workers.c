/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

#define MAX_THREADS 256

typedef struct
{
  CtWorkers *workers;
  size_t number;
  pthread_t thread;
} Worker;

struct _CtWorkers
{
  size_t n_threads; /* the caller of a run included */
  size_t n_started;
  Worker *others; /* [n_threads - 1] */

  pthread_mutex_t mutex;
  pthread_cond_t run_begins, run_ends;
  size_t run; /* counts runs */
  size_t n_busy;
  bool quits;

  /* the run; constant while it lasts, but for the atomics */
  size_t n_jobs;
  CtJobFunc func;
  void *data;
  const atomic_bool *cancelled;
  atomic_size_t next;
  size_t first_failed; /* under the mutex */
  CtStatus status;     /* under the mutex */
};

static void
note_failure (CtWorkers *self, size_t job, CtStatus status)
{
  pthread_mutex_lock (&self->mutex);
  if (self->status == CT_STATUS_OK || job < self->first_failed)
    {
      self->status = status;
      self->first_failed = job;
    }
  atomic_store (&self->next, self->n_jobs);
  pthread_mutex_unlock (&self->mutex);
}

static void
do_jobs (CtWorkers *self, size_t number)
{
  for (;;)
    {
      size_t job = atomic_load (&self->next);
      CtStatus status = CT_STATUS_OK;

      while (job < self->n_jobs && !atomic_compare_exchange_weak (&self->next, &job, job + 1))
        ;
      if (job >= self->n_jobs)
        return;
      if (self->cancelled && atomic_load (self->cancelled))
        status = CT_STATUS_CANCELLED;
      else
        status = self->func (self->data, job, number);
      if (status != CT_STATUS_OK)
        note_failure (self, job, status);
    }
}

static void *
worker_main (void *data)
{
  Worker *worker = data;
  CtWorkers *self = worker->workers;
  size_t seen = 0;

  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      while (self->run == seen && !self->quits)
        pthread_cond_wait (&self->run_begins, &self->mutex);
      if (self->quits)
        break;
      seen = self->run;
      pthread_mutex_unlock (&self->mutex);
      do_jobs (self, worker->number);
      pthread_mutex_lock (&self->mutex);
      if (--self->n_busy == 0)
        pthread_cond_signal (&self->run_ends);
    }
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

CtStatus
ct_workers_new (size_t n_threads, CtWorkers **out)
{
  CtWorkers *self;

  if (n_threads < 1 || n_threads > MAX_THREADS)
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->run_begins, NULL);
  pthread_cond_init (&self->run_ends, NULL);
  self->n_threads = n_threads;
  self->others = calloc (n_threads, sizeof *self->others);
  if (!self->others)
    {
      ct_workers_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  for (size_t i = 0; i + 1 < n_threads; i++, self->n_started++)
    {
      self->others[i] = (Worker){ .workers = self, .number = i + 1 };
      if (pthread_create (&self->others[i].thread, NULL, worker_main, &self->others[i]))
        break;
    }
  self->n_threads = self->n_started + 1;
  *out = self;
  return CT_STATUS_OK;
}

void
ct_workers_free (CtWorkers *self)
{
  if (!self)
    return;
  pthread_mutex_lock (&self->mutex);
  self->quits = true;
  pthread_cond_broadcast (&self->run_begins);
  pthread_mutex_unlock (&self->mutex);
  for (size_t i = 0; i < self->n_started; i++)
    pthread_join (self->others[i].thread, NULL);
  pthread_cond_destroy (&self->run_begins);
  pthread_cond_destroy (&self->run_ends);
  pthread_mutex_destroy (&self->mutex);
  free (self->others);
  free (self);
}

size_t
ct_workers_n_threads (const CtWorkers *self)
{
  return self->n_threads;
}

CtStatus
ct_workers_run (CtWorkers *self, size_t n_jobs, CtJobFunc func, void *data, const atomic_bool *cancelled)
{
  CtStatus status;

  pthread_mutex_lock (&self->mutex);
  self->n_jobs = n_jobs;
  self->func = func;
  self->data = data;
  self->cancelled = cancelled;
  self->status = CT_STATUS_OK;
  atomic_store (&self->next, 0);
  self->n_busy = self->n_threads - 1;
  self->run++;
  pthread_cond_broadcast (&self->run_begins);
  pthread_mutex_unlock (&self->mutex);

  do_jobs (self, 0);

  pthread_mutex_lock (&self->mutex);
  while (self->n_busy > 0)
    pthread_cond_wait (&self->run_ends, &self->mutex);
  status = self->status;
  pthread_mutex_unlock (&self->mutex);
  return status;
}

size_t
ct_workers_default_threads (void)
{
  cpu_set_t set;
  int n = sched_getaffinity (0, sizeof set, &set) == 0 ? CPU_COUNT (&set) : 1;

  return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (size_t) n;
}
