/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ACOUSTIC_WEIGHTS_H
#define ACOUSTIC_WEIGHTS_H

#include <glib.h>

#include "core/network/ct-weights.h"
#include "tests/support/blob-builder.h"

/* The shape of an acoustic model. */
typedef struct
{
  gsize n_blocks;
  gboolean second_octave; /* after the third block */
  gsize n_state;          /* numbers that the recurrent layer holds; 0: without one */
} AcousticShape;

/* Adds random weights of an acoustic model of this shape, but for the tensor @without (NULL: all of them). */
void acoustic_weights_add (BlobBuilder *builder, AcousticShape shape, guint32 seed, const char *without);

CtWeights *acoustic_weights_new (AcousticShape shape, guint32 seed);

#endif
