/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/acoustic-weights.h"

#include <math.h>

#define CHANNELS 16

typedef struct
{
  BlobBuilder *builder;
  GRand *rand;
  const char *without;
} Maker;

static void
add (Maker *self, const char *layer, const char *part, gsize n_dims, const gsize *dims, double largest)
{
  g_autofree char *name = g_strdup_printf ("acoustic.%s.%s", layer, part);
  g_autofree float *values = NULL;
  gsize n = 1;

  if (g_strcmp0 (name, self->without) == 0)
    return;
  for (gsize i = 0; i < n_dims; i++)
    n *= dims[i];
  values = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (self->rand, -largest, largest);
  if (g_strcmp0 (name, "acoustic.state.bias") == 0)
    for (gsize i = n / 3; i < 2 * n / 3; i++)
      values[i] += 3; /* the layer keeps what it holds for some twenty frames, as trained ones do */
  blob_builder_add (self->builder, name, (guint32) n_dims, dims, values);
}

/* Sums of @n_in numbers of variance 1 then have about @variance. */
static void
add_layer (Maker *self, const char *layer, gsize n_dims, const gsize *dims, gsize n_in, gsize n_out, double variance)
{
  add (self, layer, "weight", n_dims, dims, sqrt (3 * variance / (double) n_in));
  add (self, layer, "bias", 1, &n_out, 0.3);
}

void
acoustic_weights_add (BlobBuilder *builder, AcousticShape shape, guint32 seed, const char *without)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gsize n_state = shape.n_state;
  Maker self = { builder, rand, without };

  add_layer (&self, "stack", 4, (gsize[]){ 3, 8, 7, CHANNELS }, 3 * 8 * 7, CHANNELS, 2);
  add_layer (&self, "octave", 3, (gsize[]){ 25, CHANNELS, CHANNELS }, 25 * CHANNELS, CHANNELS, 0.5);
  if (shape.second_octave)
    add_layer (&self, "octave2", 3, (gsize[]){ 25, CHANNELS, CHANNELS }, 25 * CHANNELS, CHANNELS, 0.5);
  for (gsize i = 1; i <= shape.n_blocks; i++)
    {
      g_autofree char *name = g_strdup_printf ("block%" G_GSIZE_FORMAT, i);

      add_layer (&self, name, 4, (gsize[]){ 3, 3, CHANNELS, CHANNELS }, 9 * CHANNELS, CHANNELS, 0.3);
    }
  if (n_state > 0)
    {
      add_layer (&self, "input", 2, (gsize[]){ CHANNELS, 3 * n_state }, CHANNELS, 3 * n_state, 1);
      add_layer (&self, "state", 2, (gsize[]){ n_state, 3 * n_state }, n_state, 3 * n_state, 1);
      add_layer (&self, "recall", 2, (gsize[]){ n_state, CHANNELS }, n_state, CHANNELS, 2);
    }
  add_layer (&self, "output", 4, (gsize[]){ 2, 9, 3, CHANNELS }, 9 * 3 * CHANNELS, 2, 0.5);
}

CtWeights *
acoustic_weights_new (AcousticShape shape, guint32 seed)
{
  BlobBuilder builder;

  blob_builder_init (&builder);
  acoustic_weights_add (&builder, shape, seed, NULL);
  return blob_builder_finish (&builder);
}
