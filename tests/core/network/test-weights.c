/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "tests/support/failing-allocator.h"

#define HEADER 24
#define ENTRY 52

/* A blob of two tensors: "a" [2][3] = 0 to 5, and "b" [1] = 6. */
static GByteArray *
make_blob (void)
{
  GByteArray *blob = g_byte_array_new ();
  static const struct
  {
    const char *name;
    guint32 n_dims, dims[4];
  } entries[] = { { "a", 2, { 2, 3, 1, 1 } }, { "b", 1, { 1, 1, 1, 1 } } };

  g_byte_array_append (blob, (const guint8 *) "CTWEIGHT\1\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0", HEADER);
  for (int i = 0; i < 2; i++)
    {
      char name[32] = { 0 };

      g_strlcpy (name, entries[i].name, sizeof name);
      g_byte_array_append (blob, (const guint8 *) name, sizeof name);
      g_byte_array_append (blob, (const guint8 *) &entries[i].n_dims, 20);
    }
  for (int i = 0; i < 7; i++)
    {
      float value = (float) i;

      g_byte_array_append (blob, (const guint8 *) &value, sizeof value);
    }
  return blob;
}

/* Makes the checksum right again after a change. */
static void
sign (GByteArray *blob)
{
  guint64 hash = 0xcbf29ce484222325u;

  for (guint i = HEADER; i < blob->len; i++)
    hash = (hash ^ blob->data[i]) * 0x100000001b3u;
  memcpy (blob->data + 16, &hash, 8);
}

static guint64
fingerprint_of (GByteArray *blob, const char *prefix)
{
  CtWeights *weights;
  guint64 fingerprint;

  sign (blob);
  g_assert_cmpint (ct_weights_new_from_data (blob->data, blob->len, &weights), ==, CT_STATUS_OK);
  fingerprint = ct_weights_fingerprint (weights, prefix);
  ct_weights_free (weights);
  return fingerprint;
}

/* Names, sizes and values count, but only of the tensors that are asked for. */
static void
test_fingerprint (void)
{
  g_autoptr (GByteArray) blob = make_blob ();
  guint64 a = fingerprint_of (blob, "a"), b = fingerprint_of (blob, "b"), all = fingerprint_of (blob, "");

  g_assert_true (a != b && a != all && b != all);
  g_assert_cmpuint (fingerprint_of (blob, "c"), !=, 0);
  blob->data[blob->len - 1] ^= 0x40; /* the value of b */
  g_assert_cmpuint (fingerprint_of (blob, "a"), ==, a);
  g_assert_cmpuint (fingerprint_of (blob, "b"), !=, b);
  g_assert_cmpuint (fingerprint_of (blob, ""), !=, all);
  blob->data[HEADER + 36] = 3; /* a is 3 x 2 now */
  blob->data[HEADER + 40] = 2;
  g_assert_cmpuint (fingerprint_of (blob, "a"), !=, a);
}

static CtStatus
load (GByteArray *blob)
{
  CtWeights *weights;
  CtStatus status = ct_weights_new_from_data (blob->data, blob->len, &weights);

  if (status == CT_STATUS_OK)
    ct_weights_free (weights);
  return status;
}

static void
test_read (void)
{
  g_autoptr (GByteArray) blob = make_blob ();
  CtWeights *weights;
  const float *a;

  sign (blob);
  g_assert_cmpint (ct_weights_new_from_data (blob->data, blob->len, &weights), ==, CT_STATUS_OK);
  a = ct_weights_get (weights, "a", 2, (size_t[]){ 2, 3 });
  g_assert_nonnull (a);
  g_assert_cmpfloat (a[5], ==, 5);
  g_assert_cmpfloat (*ct_weights_get (weights, "b", 1, (size_t[]){ 1 }), ==, 6);
  g_assert_null (ct_weights_get (weights, "a", 2, (size_t[]){ 3, 2 }));
  g_assert_null (ct_weights_get (weights, "a", 1, (size_t[]){ 6 }));
  g_assert_null (ct_weights_get (weights, "c", 1, (size_t[]){ 1 }));
  g_assert_cmpuint (ct_weights_length (weights, "a"), ==, 2);
  g_assert_cmpuint (ct_weights_length (weights, "c"), ==, 0);
  g_assert_cmpuint (ct_weights_n_parameters (weights, ""), ==, 7);
  g_assert_cmpuint (ct_weights_n_parameters (weights, "a"), ==, 6);
  g_assert_cmpuint (ct_weights_n_parameters (weights, "c"), ==, 0);
  ct_weights_free (weights);
}

static void
test_damaged (void)
{
  g_autoptr (GByteArray) blob = make_blob ();
  float nan = NAN;
  static const struct
  {
    guint at;
    guint8 value;
  } changes[] = {
    { 0, 'X' },
    { 8, 2 },
    { 12, 3 },
    { 12, 1 },
    { 15, 255 },
    { HEADER, 0 },
    { HEADER + 31, 'x' },
    { HEADER + 32, 0 },
    { HEADER + 32, 5 },
    { HEADER + 36, 0 },
    { HEADER + 36, 3 },
    { HEADER + 39, 255 },
    { HEADER + 44, 2 },
    { HEADER + ENTRY + 36, 2 },
  };

  g_assert_cmpint (load (blob), ==, CT_STATUS_BAD_WEIGHTS);
  sign (blob);
  g_assert_cmpint (load (blob), ==, CT_STATUS_OK);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      guint8 old = blob->data[changes[i].at];

      blob->data[changes[i].at] = changes[i].value;
      sign (blob);
      g_assert_cmpint (load (blob), ==, CT_STATUS_BAD_WEIGHTS);
      blob->data[changes[i].at] = old;
    }
  memcpy (blob->data + blob->len - 4, &nan, 4);
  sign (blob);
  g_assert_cmpint (load (blob), ==, CT_STATUS_BAD_WEIGHTS);
  for (guint size = 0; size < blob->len; size++)
    {
      CtWeights *weights;

      g_assert_cmpint (ct_weights_new_from_data (blob->data, size, &weights), ==, CT_STATUS_BAD_WEIGHTS);
    }
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL), *path = g_build_filename (folder, "w", NULL);
  g_autoptr (GByteArray) blob = make_blob ();
  CtWeights *weights;

  g_assert_cmpint (ct_weights_new_from_file (path, &weights), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (ct_weights_new_from_file (folder, &weights), ==, CT_STATUS_NOT_A_FILE);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_cmpint (ct_weights_new_from_file (path, &weights), ==, CT_STATUS_NOT_A_FILE);
  g_unlink (path);
  sign (blob);
  g_assert_true (g_file_set_contents (path, (char *) blob->data, blob->len, NULL));
  g_assert_cmpint (ct_weights_new_from_file (path, &weights), ==, CT_STATUS_OK);
  ct_weights_free (weights);
  g_unlink (path);
  g_rmdir (folder);
}

/* The project's promise: the networks stay small, that for notes, those for timbres and that for beats. */
static void
test_builtin (void)
{
  CtWeights *weights;
  gsize n_notes, n_timbres, n_beats;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  n_notes = ct_weights_n_parameters (weights, "acoustic.");
  n_timbres = ct_weights_n_parameters (weights, "timbre.") + ct_weights_n_parameters (weights, "memory.");
  n_beats = ct_weights_n_parameters (weights, "beats.");
  g_test_message ("%" G_GSIZE_FORMAT " for notes, %" G_GSIZE_FORMAT " for timbres, %" G_GSIZE_FORMAT " for beats",
                  n_notes, n_timbres, n_beats);
  for (gsize i = 0; i < 3; i++)
    {
      gsize n = (gsize[]){ n_notes, n_timbres, n_beats }[i];

      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <=, 60000);
    }
  ct_weights_free (weights);
}

static CtStatus
load_builtin (void *data)
{
  CtWeights *weights;
  CtStatus status = ct_weights_new_builtin (&weights);

  if (status == CT_STATUS_OK)
    ct_weights_free (weights);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (load_builtin, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights/read", test_read);
  g_test_add_func ("/weights/fingerprint", test_fingerprint);
  g_test_add_func ("/weights/damaged", test_damaged);
  g_test_add_func ("/weights/file", test_file);
  g_test_add_func ("/weights/builtin", test_builtin);
  g_test_add_func ("/weights/no-memory", test_no_memory);
  return g_test_run ();
}
