/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-program-guess.h"

#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/timbre/ct-embedding.h"

/* Cosine under which a guess is worth less than none. */
#define LEAST_COSINE 0.75f

static void
mean_embedding (const float *embeddings, const CtNotes *notes, int track, float *mean)
{
  memset (mean, 0, CT_EMBEDDING_SIZE * sizeof *mean);
  for (size_t i = 0; i < notes->n; i++)
    if (notes->notes[i].track == track && !notes->notes[i].uncertain)
      for (int d = 0; d < CT_EMBEDDING_SIZE; d++)
        mean[d] += notes->notes[i].confidence * embeddings[i * CT_EMBEDDING_SIZE + d];
}

void
ct_program_guess (const CtWeights *weights, const float *embeddings, CtScore *score)
{
  size_t n = ct_weights_length (weights, "programs.number");
  const float *numbers = ct_weights_get (weights, "programs.number", 1, &n);
  const float *means = ct_weights_get (weights, "programs.embedding", 2, (size_t[]){ n, CT_EMBEDDING_SIZE });

  for (size_t track = 0; track < score->n_tracks; track++)
    {
      float mean[CT_EMBEDDING_SIZE], best = LEAST_COSINE;

      mean_embedding (embeddings, &score->notes, (int) track, mean);
      score->tracks[track].program = 0;
      for (size_t i = 0; numbers && means && i < n; i++)
        {
          float near = ct_embedding_cosine (mean, means + i * CT_EMBEDDING_SIZE);

          if (near > best && numbers[i] >= 0.0f && numbers[i] <= 127.0f)
            {
              best = near;
              score->tracks[track].program = (uint8_t) numbers[i];
            }
        }
    }
}
