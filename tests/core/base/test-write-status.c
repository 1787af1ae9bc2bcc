/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib.h>

#include "core/base/ct-status.h"
#include "core/base/ct-write-status.h"

/* A write that failed did so for some reason, and never because something could not be read. */
static void
test_errors (void)
{
  g_assert_cmpint (ct_write_status (0), ==, CT_STATUS_WRITE_FAILED);
  g_assert_cmpint (ct_write_status (EIO), ==, CT_STATUS_WRITE_FAILED);
  g_assert_cmpint (ct_write_status (ENOSPC), ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (ct_write_status (EROFS), ==, CT_STATUS_NO_PERMISSION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write-status/errors", test_errors);
  return g_test_run ();
}
