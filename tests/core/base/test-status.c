/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib.h>
#include <string.h>

#include "core/base/ct-status.h"

/* One line each, all different, without a full stop: they follow the name of a file. */
static void
test_strings (void)
{
  for (int i = 0; i < CT_N_STATUSES; i++)
    {
      const char *text = ct_status_string ((CtStatus) i);

      g_assert_nonnull (text);
      g_assert_cmpuint (strlen (text), >, 0);
      g_assert_null (strpbrk (text, ".\n"));
      for (int j = 0; j < i; j++)
        g_assert_cmpstr (text, !=, ct_status_string ((CtStatus) j));
    }
  g_assert_nonnull (ct_status_string (CT_N_STATUSES));
  g_assert_nonnull (ct_status_string ((CtStatus) -1));
}

static void
test_errno (void)
{
  static const struct
  {
    int error;
    CtStatus status;
  } cases[] = {
    { 0, CT_STATUS_OK },
    { ENOENT, CT_STATUS_NOT_FOUND },
    { ENOTDIR, CT_STATUS_NOT_FOUND },
    { EACCES, CT_STATUS_NO_PERMISSION },
    { EROFS, CT_STATUS_NO_PERMISSION },
    { EEXIST, CT_STATUS_EXISTS },
    { EISDIR, CT_STATUS_NOT_A_FILE },
    { ENOSPC, CT_STATUS_NO_SPACE },
    { EDQUOT, CT_STATUS_NO_SPACE },
    { ENOMEM, CT_STATUS_NO_MEMORY },
    { ENAMETOOLONG, CT_STATUS_NAME_TOO_LONG },
    { EIO, CT_STATUS_READ_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ct_status_from_errno (cases[i].error), ==, cases[i].status);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status/strings", test_strings);
  g_test_add_func ("/status/errno", test_errno);
  return g_test_run ();
}
