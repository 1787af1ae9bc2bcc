/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NETWORK_PRIVATE_H
#define CT_NETWORK_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/network/ct-simd-private.h"
#include "core/network/ct-weights.h"

/* Points @layer at the tensors NAME.weight (of @n_dims @dims) and NAME.bias (of @n_out), its weights shared out among
 * @n_taps taps. False where @weights lack one of them in just these dimensions. */
bool ct_network_layer (const CtWeights *weights,
                       const char *name,
                       size_t n_dims,
                       const size_t *dims,
                       size_t n_out,
                       const ptrdiff_t *taps,
                       size_t n_taps,
                       CtConvolution *layer);

/* Points @layer at the tensors INPUT.weight [16][3 n] and STATE.weight [n][3 n] and at the biases of both, [3 n]; n, 1
 * to CT_SIMD_MAX_STATE, is what @weights say. False where they lack one of them in just these dimensions. */
bool ct_network_recurrence (const CtWeights *weights, const char *input, const char *state, CtRecurrence *layer);

#endif
