/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef KNOWN_WEIGHTS_H
#define KNOWN_WEIGHTS_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/network/ct-weights.h"
#include "tests/support/blob-builder.h"

/* Weights by which embeddings are compared as they are. */
static inline CtWeights *
known_weights_new (void)
{
  BlobBuilder builder;
  float mean[CT_EMBEDDING_SIZE] = { 0 }, directions[CT_EMBEDDING_SIZE * CT_EMBEDDING_SIZE] = { 0 };

  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
    directions[d * CT_EMBEDDING_SIZE + d] = 1;
  blob_builder_init (&builder);
  blob_builder_add (&builder, "known.mean", 1, (size_t[]){ CT_EMBEDDING_SIZE }, mean);
  blob_builder_add (&builder, "known.weight", 2, (size_t[]){ CT_EMBEDDING_SIZE, CT_EMBEDDING_SIZE }, directions);
  return blob_builder_finish (&builder);
}

#endif
