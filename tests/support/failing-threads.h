/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAILING_THREADS_H
#define FAILING_THREADS_H

#include <glib.h>

#include "core/base/ct-status.h"
#include "tests/support/failing-calls.h"

/* Runs @func with the first thread refused by the system, then the second, and so on, until none is refused any more;
 * asserts that it manages with fewer or reports CT_STATUS_NO_THREAD. The function frees what it made. */
static inline void
failing_threads_try_all (CtStatus (*func) (void *data), void *data)
{
  gboolean failed = TRUE;

  for (int n = 0; failed; n++)
    {
      g_autofree char *what = g_strdup_printf ("thread:%d:EAGAIN", n);
      CtStatus status;

      failing_calls_set (what);
      status = func (data);
      failed = failing_calls_count (FAILING_THREAD) > n;
      failing_calls_set (NULL);
      g_assert_true (n > 0 || failed);
      g_assert_true (status == CT_STATUS_OK || (failed && status == CT_STATUS_NO_THREAD));
    }
}

#endif
