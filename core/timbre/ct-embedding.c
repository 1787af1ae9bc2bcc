/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-embedding.h"

#include <math.h>

#include "core/base/ct-note.h"

float
ct_embedding_cosine (const float *a, const float *b)
{
  float ab = 0, aa = 0, bb = 0, length;

  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
  length = sqrtf (aa) * sqrtf (bb);
  return length > 0 && isfinite (length) ? ab / length : -1;
}
