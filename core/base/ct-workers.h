/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_WORKERS_H
#define CT_WORKERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"

/** Threads that share out numbered jobs. A run ends when all jobs have; jobs write to places of their own, so that
 * results do not depend on how many threads there are. */
typedef struct _CtWorkers CtWorkers;

/** A job: @worker (0 to n_threads - 1) says whose buffers it may use. Returning an error ends the run early. */
typedef CtStatus (*CtJobFunc) (void *data, size_t job, size_t worker);

/** Starts @n_threads - 1 threads (the caller of a run is one more); @n_threads from 1 to 256. */
CtStatus ct_workers_new (size_t n_threads, CtWorkers **out) CT_MUST_USE;
void ct_workers_free (CtWorkers *self);

size_t ct_workers_n_threads (const CtWorkers *self);

/** Runs jobs 0 to @n_jobs - 1 and waits. One run at a time. CT_STATUS_CANCELLED once *@cancelled (may be NULL) is set;
 * else the status of the first job that failed. */
CtStatus
ct_workers_run (CtWorkers *self, size_t n_jobs, CtJobFunc func, void *data, const atomic_bool *cancelled) CT_MUST_USE;

/** Processors that this process may use. */
size_t ct_workers_default_threads (void);

#endif
