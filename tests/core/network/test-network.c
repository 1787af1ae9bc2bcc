/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stddef.h>

#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"
#include "core/network/ct-weights.h"
#include "tests/support/blob-builder.h"

/* "layer.weight" [2][3][16], whose numbers count up, and "layer.bias" [16], which goes on. */
static CtWeights *
new_weights (void)
{
  BlobBuilder builder;
  float values[7 * 16];

  for (int i = 0; i < 7 * 16; i++)
    values[i] = (float) i;
  blob_builder_init (&builder);
  blob_builder_add (&builder, "layer.weight", 3, (size_t[]){ 2, 3, 16 }, values);
  blob_builder_add (&builder, "layer.bias", 1, (size_t[]){ 16 }, values + 6 * 16);
  return blob_builder_finish (&builder);
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

/* A recurrent layer of the tensors "in" and "kept", each of which its name tells from the others. */
static CtWeights *
new_recurrent_weights (gsize n_state, gsize n_sums, gsize n_in)
{
  const gsize dims[4][2] = { { n_in, n_sums }, { n_sums, 1 }, { n_state, n_sums }, { n_sums, 1 } };
  static const char *const names[] = { "in.weight", "in.bias", "kept.weight", "kept.bias" };
  BlobBuilder builder;

  blob_builder_init (&builder);
  for (gsize i = 0; i < 4; i++)
    {
      g_autofree float *values = g_new (float, dims[i][0] * dims[i][1]);

      for (gsize j = 0; j < dims[i][0] * dims[i][1]; j++)
        values[j] = (float) (i + 1);
      blob_builder_add (&builder, names[i], i % 2 ? 1 : 2, dims[i], values);
    }
  return blob_builder_finish (&builder);
}

static void
test_recurrence (void)
{
  for (gsize n = 1; n <= CT_SIMD_MAX_STATE; n++)
    {
      CtWeights *weights = new_recurrent_weights (n, 3 * n, 16);
      CtRecurrence layer;

      g_assert_true (ct_network_recurrence (weights, "in", "kept", &layer));
      g_assert_cmpuint (layer.n_state, ==, n);
      g_assert_cmpfloat (layer.input_weights[16 * 3 * n - 1], ==, 1);
      g_assert_cmpfloat (layer.input_bias[3 * n - 1], ==, 2);
      g_assert_cmpfloat (layer.state_weights[n * 3 * n - 1], ==, 3);
      g_assert_cmpfloat (layer.state_bias[3 * n - 1], ==, 4);
      g_assert_true (ct_network_recurrence (weights, "in", "in", &layer) == (n == 16));
      g_assert_true (ct_network_recurrence (weights, "kept", "kept", &layer) == (n == 16));
      g_assert_false (ct_network_recurrence (weights, "in", "other", &layer));
      ct_weights_free (weights);
    }
}

static void
test_bad_recurrence (void)
{
  static const gsize shapes[][3] = { { 8, 16, 16 }, { 8, 24, 15 }, { 65, 195, 16 }, { 24, 24, 16 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      CtWeights *weights = new_recurrent_weights (shapes[i][0], shapes[i][1], shapes[i][2]);
      CtRecurrence layer;

      g_assert_false (ct_network_recurrence (weights, "in", "kept", &layer));
      ct_weights_free (weights);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/layer", test_layer);
  g_test_add_func ("/network/missing", test_missing);
  g_test_add_func ("/network/recurrence", test_recurrence);
  g_test_add_func ("/network/bad-recurrence", test_bad_recurrence);
  return g_test_run ();
}
