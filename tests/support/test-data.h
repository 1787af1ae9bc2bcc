/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_DATA_H
#define TEST_DATA_H

#include <glib.h>
#include <string.h>

/* The @n floats of tests/data/NAME; anything else in it fails the test. */
static inline float *
test_data_floats (const char *name, gsize n)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, n * sizeof (float));
  return (float *) data;
}

#endif
