/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/network/ct-network-private.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/network/ct-simd-private.h"
#include "core/network/ct-weights.h"

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
  char full[64];
  size_t n = 1;

  for (size_t i = 0; i < n_dims; i++)
    n *= dims[i];
  snprintf (full, sizeof full, "%s.weight", name);
  layer->weights = ct_weights_get (weights, full, n_dims, dims);
  snprintf (full, sizeof full, "%s.bias", name);
  layer->bias = ct_weights_get (weights, full, 1, &n_out);
  layer->taps = taps;
  layer->n_taps = n_taps;
  layer->length = n / n_out / n_taps;
  return layer->weights && layer->bias;
}
