/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ACOUSTIC_WEIGHTS_H
#define ACOUSTIC_WEIGHTS_H

#include <glib.h>

#include "core/network/ct-weights.h"
#include "tests/support/blob-builder.h"

/* Adds random weights of an acoustic model with @n_blocks and a recurrent layer that holds @n_state numbers (0: without
 * one), but for the tensor @without (NULL: all of them). */
void acoustic_weights_add (BlobBuilder *builder, gsize n_blocks, gsize n_state, guint32 seed, const char *without);

CtWeights *acoustic_weights_new (gsize n_blocks, gsize n_state, guint32 seed);

#endif
