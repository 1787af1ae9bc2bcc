/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAILING_CALLS_H
#define FAILING_CALLS_H

/* Makes calls of the system fail on purpose. Linked into a test, or preloaded into any program: then the environment
 * variable FAILING_CALLS says what fails, and the counts go to the file FAILING_CALLS_COUNTS at the end. */

typedef enum
{
  FAILING_OPEN,     /* a file for writing */
  FAILING_WRITE,    /* write() and its kin, to a regular file */
  FAILING_SYNC,     /* of a regular file */
  FAILING_CLOSE,    /* of a regular file that was written */
  FAILING_TRUNCATE, /* a regular file */
  FAILING_RENAME,
  FAILING_THREAD, /* a thread that is started */
  FAILING_READ,   /* read() and its kin, from a sound file that is open for reading only */
  FAILING_N_CALLS,
} FailingCall;

/* "CALL:N:HOW": call number N of its kind (open, write, sync, close, truncate, rename, thread, read), from 0, fails
 * once with HOW (EACCES, EAGAIN, EINTR, EINVAL, EIO, ENOSPC), or, if HOW ends in "+", each one from there on; "short":
 * half of what it should write is written. NULL: nothing fails. Counts begin anew. */
void failing_calls_set (const char *what);

/* Nothing fails any more, and nothing is counted. */
void failing_calls_end (void);

/* How many calls there were since failing_calls_set(). */
int failing_calls_count (FailingCall call);

#endif
