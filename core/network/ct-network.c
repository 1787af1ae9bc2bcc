/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/network/ct-network-private.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/network/ct-simd-private.h"
#include "core/network/ct-weights.h"

static const float *
get (const CtWeights *weights, const char *name, const char *part, size_t n_dims, const size_t *dims)
{
  char full[64];

  snprintf (full, sizeof full, "%s.%s", name, part);
  return ct_weights_get (weights, full, n_dims, dims);
}

bool
ct_network_layer (const CtWeights *weights,
                  const char *name,
                  size_t n_dims,
                  const size_t *dims,
                  size_t n_out,
                  const ptrdiff_t *taps,
                  size_t n_taps,
                  CtConvolution *layer)
{
  size_t n = 1;

  for (size_t i = 0; i < n_dims; i++)
    n *= dims[i];
  layer->weights = get (weights, name, "weight", n_dims, dims);
  layer->bias = get (weights, name, "bias", 1, &n_out);
  layer->taps = taps;
  layer->n_taps = n_taps;
  layer->length = n / n_out / n_taps;
  return layer->weights && layer->bias;
}

bool
ct_network_recurrence (const CtWeights *weights, const char *input, const char *state, CtRecurrence *layer)
{
  char full[64];
  size_t n, n_sums;

  snprintf (full, sizeof full, "%s.weight", state);
  n = ct_weights_length (weights, full);
  if (n < 1 || n > CT_SIMD_MAX_STATE)
    return false;
  n_sums = 3 * n;
  layer->input_weights = get (weights, input, "weight", 2, (size_t[]){ CT_SIMD_CHANNELS, n_sums });
  layer->input_bias = get (weights, input, "bias", 1, &n_sums);
  layer->state_weights = get (weights, state, "weight", 2, (size_t[]){ n, n_sums });
  layer->state_bias = get (weights, state, "bias", 1, &n_sums);
  layer->n_state = n;
  return layer->input_weights && layer->input_bias && layer->state_weights && layer->state_bias;
}
