/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stddef.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"
#include "core/network/ct-weights.h"

static void
append_entry (GByteArray *blob, const char *name, const guint32 dims[5])
{
  char padded[32] = { 0 };

  g_strlcpy (padded, name, sizeof padded);
  g_byte_array_append (blob, (const guint8 *) padded, sizeof padded);
  g_byte_array_append (blob, (const guint8 *) dims, 5 * sizeof *dims);
}

/* "layer.weight" [2][3][16], whose numbers count up, and "layer.bias" [16], which goes on. */
static CtWeights *
new_weights (void)
{
  GByteArray *blob = g_byte_array_new ();
  guint64 hash = 0xcbf29ce484222325u;
  CtWeights *weights;

  g_byte_array_append (blob, (const guint8 *) "CTWEIGHT\1\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0", 24);
  append_entry (blob, "layer.weight", (guint32[]){ 3, 2, 3, 16, 1 });
  append_entry (blob, "layer.bias", (guint32[]){ 1, 16, 1, 1, 1 });
  for (int i = 0; i < 7 * 16; i++)
    {
      float value = (float) i;

      g_byte_array_append (blob, (const guint8 *) &value, sizeof value);
    }
  for (guint i = 24; i < blob->len; i++)
    hash = (hash ^ blob->data[i]) * 0x100000001b3u;
  memcpy (blob->data + 16, &hash, 8);
  g_assert_cmpint (ct_weights_new_from_data (blob->data, blob->len, &weights), ==, CT_STATUS_OK);
  g_byte_array_unref (blob);
  return weights;
}

static void
test_layer (void)
{
  static const ptrdiff_t taps[] = { 0, 100 };
  const size_t dims[] = { 2, 3, 16 };
  CtWeights *weights = new_weights ();
  CtConvolution layer;

  g_assert_true (ct_network_layer (weights, "layer", 3, dims, 16, taps, 2, &layer));
  g_assert_cmpuint (layer.n_taps, ==, 2);
  g_assert_cmpuint (layer.length, ==, 3);
  g_assert_true (layer.taps == taps);
  g_assert_cmpfloat (layer.weights[0], ==, 0);
  g_assert_cmpfloat (layer.weights[95], ==, 95);
  g_assert_cmpfloat (layer.bias[0], ==, 96);
  g_assert_cmpfloat (layer.bias[15], ==, 111);
  ct_weights_free (weights);
}

static void
test_missing (void)
{
  static const ptrdiff_t taps[] = { 0, 100 };
  const size_t dims[] = { 2, 3, 16 }, other[] = { 3, 2, 16 };
  CtWeights *weights = new_weights ();
  CtConvolution layer;

  g_assert_false (ct_network_layer (weights, "layers", 3, dims, 16, taps, 2, &layer));
  g_assert_false (ct_network_layer (weights, "layer", 3, other, 16, taps, 2, &layer));
  g_assert_false (ct_network_layer (weights, "layer", 2, dims, 2, taps, 1, &layer));
  g_assert_false (ct_network_layer (weights, "layer", 3, dims, 8, taps, 2, &layer));
  ct_weights_free (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/layer", test_layer);
  g_test_add_func ("/network/missing", test_missing);
  return g_test_run ();
}
