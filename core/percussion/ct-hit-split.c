/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-split.h"

#include <math.h>
#include <stdlib.h>

#include "core/percussion/ct-hit-groups.h"
#include "core/percussion/ct-hit-network.h"
#include "core/percussion/ct-hit-spectrum.h"
#include "core/transform/ct-cqt.h"

/* Whether drums of a kind are like that of a group. */
static bool
knows (const CtHitTimbres *timbres, unsigned drum)
{
  for (size_t i = 0; i < timbres->n_drums; i++)
    if ((unsigned) timbres->drums[i] == drum)
      return true;
  return false;
}

/* Which kind a group is of, as its drum says; of unknown ones, that of skins. */
static CtStatus
choose_timbres (const CtWeights *weights, unsigned drum, CtHitTimbres *out)
{
  CtStatus status = ct_hit_timbres_init (out, weights, CT_HIT_METAL);

  if (status != CT_STATUS_OK || knows (out, drum))
    return status;
  return ct_hit_timbres_init (out, weights, CT_HIT_SKIN);
}

static void
take_features (const CtSpectrogram *spectrogram,
               double start_s,
               const CtPercussion *percussion,
               size_t group,
               float *features)
{
  size_t n_frames = ct_spectrogram_n_frames (spectrogram);

  for (size_t i = 0; i < percussion->n_hits; i++)
    if (percussion->hits[i].group == group)
      {
        double frame = round ((percussion->hits[i].time_s - start_s) * CT_CQT_FRAME_RATE_HZ);

        /* hits that a hand drew may lie outside */
        frame = fmin (fmax (frame, 0), (double) n_frames - 1);
        ct_hit_spectrum_take (spectrogram, (size_t) frame, features);
        features += CT_HIT_FEATURES;
      }
}

/* Marks the hits whose part ([hits of the group]) is @rare. Returns how many. */
static size_t
mark (const CtPercussion *percussion, size_t group, const uint8_t *parts, uint8_t rare, bool *apart)
{
  size_t n = 0;

  for (size_t i = 0; i < percussion->n_hits; i++)
    {
      apart[i] = percussion->hits[i].group == group && *parts++ == rare;
      n += apart[i];
    }
  return n;
}

CtStatus
ct_hit_split (const CtWeights *weights,
              const CtSpectrogram *spectrogram,
              double start_s,
              const CtPercussion *percussion,
              size_t group,
              bool *apart,
              uint8_t *drum,
              size_t *n)
{
  CtHitTimbres timbres;
  uint8_t *parts, drums[2];
  size_t n_hits = 0, n_parts = 0;
  float *features;
  CtStatus status;

  *n = 0;
  for (size_t i = 0; i < percussion->n_hits; i++)
    n_hits += percussion->hits[i].group == group;
  if (n_hits < 2 || ct_spectrogram_n_frames (spectrogram) == 0
      || choose_timbres (weights, percussion->groups[group].drum, &timbres) != CT_STATUS_OK)
    return CT_STATUS_OK;
  features = malloc (n_hits * CT_HIT_FEATURES * sizeof *features);
  parts = malloc (n_hits);
  status = features && parts ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    {
      take_features (spectrogram, start_s, percussion, group, features);
      status = ct_hit_groups_split (&timbres, features, n_hits, parts, drums, &n_parts);
    }
  if (status == CT_STATUS_OK && n_parts == 2)
    {
      *n = mark (percussion, group, parts, 1, apart);
      *drum = drums[1];
    }
  free (features);
  free (parts);
  return status;
}
