/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A pool of threads that share numbered jobs. */
#ifndef CT_WORKERS_H
#define CT_WORKERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"

/** A pool of threads. Jobs write to places of their own, so that results do not depend on the number of threads. */
typedef struct _CtWorkers CtWorkers;

/** Does one job of a run.
 *
 * @param data    what ct_workers_run() was given
 * @param job     the number of the job, from 0
 * @param worker  whose buffers it may use, below ct_workers_n_threads()
 * @return CT_STATUS_OK; an error ends the run early */
typedef CtStatus (*CtJobFunc) (void *data, size_t job, size_t worker);

/** Starts the threads, one fewer than @p n_threads: the caller of a run does jobs, too. Where the system starts no
 * more, fewer share the work.
 *
 * @param n_threads  1 to 256
 * @param[out] out   the pool; free it with ct_workers_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_workers_new (size_t n_threads, CtWorkers **out) CT_MUST_USE;

/** Ends the threads and frees the pool.
 *
 * @param self  the pool, or NULL */
void ct_workers_free (CtWorkers *self);

/** Counts the threads.
 *
 * @param self  the pool
 * @return how many share a run, the caller's included */
size_t ct_workers_n_threads (const CtWorkers *self);

/** Does jobs 0 to @p n_jobs - 1 and waits for them. One run at a time.
 *
 * @param self       the pool
 * @param n_jobs     how many jobs
 * @param func       does one of them
 * @param data       passed to @p func
 * @param cancelled  ends the run once it is set, which any thread may do; or NULL
 * @return CT_STATUS_OK, CT_STATUS_CANCELLED, or the status of the first job that failed */
CtStatus
ct_workers_run (CtWorkers *self, size_t n_jobs, CtJobFunc func, void *data, const atomic_bool *cancelled) CT_MUST_USE;

/** Counts processors.
 *
 * @return how many this process may use */
size_t ct_workers_default_threads (void);

#endif
