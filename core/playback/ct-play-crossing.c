/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-play-crossing-private.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-play-chain-private.h"

#define CROSS_S 0.010

struct _CtPlayCrossing
{
  CtPlayChain *chains[2];
  int current;
  size_t length, left; /* of the crossfade, in frames */
};

CtStatus
ct_play_crossing_new (CtMixer *mixer, CtPlayCrossing **out)
{
  CtPlayCrossing *self = calloc (1, sizeof *self);
  CtStatus status = self ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  *out = NULL;
  for (int i = 0; i < 2 && status == CT_STATUS_OK; i++)
    status = ct_play_chain_new (mixer, &self->chains[i]);
  if (status != CT_STATUS_OK)
    {
      ct_play_crossing_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_play_crossing_free (CtPlayCrossing *self)
{
  if (!self)
    return;
  for (int i = 0; i < 2; i++)
    ct_play_chain_free (self->chains[i]);
  free (self);
}

CtStatus
ct_play_crossing_begin (CtPlayCrossing *self,
                        bool crosses,
                        int64_t frame,
                        const CtPlayRange *range,
                        const CtPlayTempo *tempo,
                        int in_rate_hz,
                        int out_rate_hz)
{
  if (crosses)
    self->current = 1 - self->current;
  self->length = (size_t) (CROSS_S * out_rate_hz);
  self->left = crosses ? self->length : 0;
  return ct_play_chain_begin (self->chains[self->current], frame, range, tempo, in_rate_hz, out_rate_hz);
}

void
ct_play_crossing_set_range (CtPlayCrossing *self, const CtPlayRange *range)
{
  for (int i = 0; i < 2; i++)
    ct_play_chain_set_range (self->chains[i], range);
}

/* Adds the chain that fades out. */
static CtStatus
add_old (CtPlayCrossing *self, float *out, size_t n)
{
  float old[2 * CT_PLAY_CROSSING_MAX_FRAMES];
  CtStatus status = ct_play_chain_pull (self->chains[1 - self->current], old, n);

  for (size_t i = 0; status == CT_STATUS_OK && i < n && self->left > 0; i++, self->left--)
    for (size_t c = 0; c < 2; c++)
      {
        float share = (float) self->left / (float) self->length;

        out[2 * i + c] += share * (old[2 * i + c] - out[2 * i + c]);
      }
  return status;
}

CtStatus
ct_play_crossing_pull (CtPlayCrossing *self, float *out, size_t n)
{
  CtStatus status = ct_play_chain_pull (self->chains[self->current], out, n);

  if (status == CT_STATUS_OK && self->left > 0)
    status = add_old (self, out, n);
  return status;
}

CtPlayChain *
ct_play_crossing_chain (const CtPlayCrossing *self)
{
  return self->chains[self->current];
}
