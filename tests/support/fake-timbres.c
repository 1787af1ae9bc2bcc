/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/fake-timbres.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

static double
random_normal (GRand *rand)
{
  double sum = 0;

  for (int i = 0; i < 12; i++)
    sum += g_rand_double (rand);
  return sum - 6;
}

FakeTimbres *
fake_timbres_new (size_t n, int k, double spread, double register_semitones, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  FakeTimbres *self = g_new0 (FakeTimbres, 1);

  self->n = n;
  self->notes = g_new0 (CtNote, n + 1);
  self->embeddings = g_new0 (float, (n + 1) * CT_EMBEDDING_SIZE);
  self->timbres = g_new0 (int, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      float *embedding = self->embeddings + i * CT_EMBEDDING_SIZE;
      int timbre = (int) i % k;
      double onset = 0.1 * (double) i, square = 0;

      self->timbres[i] = timbre;
      self->notes[i] = (CtNote){
        .onset_s = onset,
        .offset_s = onset + g_rand_double_range (rand, 0.39, 0.41),
        .confidence = (float) g_rand_double_range (rand, 0.4, 1),
        .midi = (uint8_t) lrint (60 + (timbre - 0.5 * k) * register_semitones + g_rand_double_range (rand, -4, 4)),
        .velocity = (uint8_t) (100 - 5 * timbre),
        .track = -1,
      };
      for (int j = 0; j < CT_EMBEDDING_SIZE; j++)
        {
          double value = (j == timbre) + spread / sqrt (CT_EMBEDDING_SIZE) * random_normal (rand);

          embedding[j] = (float) value;
          square += value * value;
        }
      for (int j = 0; j < CT_EMBEDDING_SIZE; j++)
        embedding[j] = (float) ((double) embedding[j] / sqrt (square));
    }
  return self;
}

void
fake_timbres_free (FakeTimbres *self)
{
  g_free (self->notes);
  g_free (self->embeddings);
  g_free (self->timbres);
  g_free (self);
}

double
fake_timbres_accuracy (const FakeTimbres *self)
{
  size_t counts[CT_EMBEDDING_SIZE][64] = { 0 }, right = 0, all = 0;
  bool taken[64] = { false };

  for (size_t i = 0; i < self->n; i++)
    if (!self->notes[i].uncertain)
      {
        counts[self->timbres[i]][self->notes[i].track]++;
        all++;
      }
  for (int timbre = 0; timbre < CT_EMBEDDING_SIZE; timbre++)
    {
      int best = -1;

      for (int track = 0; track < 64; track++)
        if (!taken[track] && (best < 0 || counts[timbre][track] > counts[timbre][best]))
          best = track;
      if (counts[timbre][best] == 0)
        continue;
      taken[best] = true;
      right += counts[timbre][best];
    }
  return all ? (double) right / (double) all : 1;
}
