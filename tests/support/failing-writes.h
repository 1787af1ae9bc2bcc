/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAILING_WRITES_H
#define FAILING_WRITES_H

#include <glib.h>

#include "tests/support/failing-calls.h"

/* Calls @func with all that can fail in it, one after another; it gives @what to failing_calls_set(), and calls
 * failing_calls_end() before it looks at what came of it. @fails: that has to be an error. Returns how many failures
 * there were. */
static inline guint
failing_writes_try_all (void (*func) (gpointer data, const char *what, gboolean fails), gpointer data)
{
  static const struct
  {
    FailingCall call;
    const char *name, *how;
    gboolean fails;
  } failures[] = {
    { FAILING_OPEN, "open", "ENOSPC+", TRUE },   { FAILING_OPEN, "open", "EIO", TRUE },
    { FAILING_WRITE, "write", "ENOSPC+", TRUE }, { FAILING_WRITE, "write", "EIO", TRUE },
    { FAILING_WRITE, "write", "short", FALSE },  { FAILING_WRITE, "write", "EINTR", FALSE },
    { FAILING_SYNC, "sync", "EIO", TRUE },       { FAILING_SYNC, "sync", "EINVAL", FALSE },
    { FAILING_RENAME, "rename", "EIO", TRUE },   { FAILING_RENAME, "rename", "ENOSPC+", TRUE },
  };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    for (int place = 0, n_calls = 1; place < n_calls; place++, n++)
      {
        g_autofree char *what = g_strdup_printf ("%s:%d:%s", failures[i].name, place, failures[i].how);

        func (data, what, failures[i].fails);
        n_calls = MAX (n_calls, failing_calls_count (failures[i].call));
        failing_calls_set (NULL);
      }
  g_test_message ("%u failures", n);
  return n;
}

#endif
