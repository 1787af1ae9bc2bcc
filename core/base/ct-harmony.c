/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-harmony.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/ct-tempo-map.h"

CtStatus
ct_harmony_copy (const CtHarmony *self, CtHarmony *out)
{
  CtHarmony copy = *self;

  copy.keys = malloc ((self->n_keys ? self->n_keys : 1) * sizeof *copy.keys);
  copy.chords = malloc ((self->n_chords ? self->n_chords : 1) * sizeof *copy.chords);
  if (!copy.keys || !copy.chords)
    {
      ct_harmony_clear (&copy);
      return CT_STATUS_NO_MEMORY;
    }
  for (size_t i = 0; i < self->n_keys; i++)
    copy.keys[i] = self->keys[i];
  for (size_t i = 0; i < self->n_chords; i++)
    copy.chords[i] = self->chords[i];
  *out = copy;
  return CT_STATUS_OK;
}

void
ct_harmony_clear (CtHarmony *self)
{
  free (self->keys);
  free (self->chords);
  *self = (CtHarmony){ 0 };
}

bool
ct_harmony_equal (const CtHarmony *a, const CtHarmony *b)
{
  if (a->n_keys != b->n_keys || a->n_chords != b->n_chords)
    return false;
  for (size_t i = 0; i < a->n_keys; i++)
    if (a->keys[i].time_s != b->keys[i].time_s || !ct_key_equal (&a->keys[i].key, &b->keys[i].key)
        || a->keys[i].confidence != b->keys[i].confidence || a->keys[i].fixed != b->keys[i].fixed)
      return false;
  for (size_t i = 0; i < a->n_chords; i++)
    if (!ct_chord_equal (&a->chords[i], &b->chords[i]))
      return false;
  return true;
}

static bool
is_share (float value)
{
  return value >= 0 && value <= 1;
}

static bool
chord_is_valid (const CtChord *chord)
{
  return fabs (chord->start_s) <= CT_TEMPO_MAP_MAX_TIME_S && chord->end_s > chord->start_s
         && chord->end_s <= CT_TEMPO_MAP_MAX_TIME_S && is_share (chord->confidence) && (int) chord->quality >= 0
         && chord->quality < CT_N_CHORD_QUALITIES && chord->root < 12 && chord->bass < 12;
}

bool
ct_harmony_is_valid (const CtHarmony *self)
{
  if (self->n_keys > CT_HARMONY_MAX || self->n_chords > CT_HARMONY_MAX)
    return false;
  for (size_t i = 0; i < self->n_keys; i++)
    {
      const CtKeyChange *change = &self->keys[i];

      if (!(fabs (change->time_s) <= CT_TEMPO_MAP_MAX_TIME_S) || !ct_key_is_valid (&change->key)
          || !is_share (change->confidence) || (i > 0 && change->time_s <= change[-1].time_s))
        return false;
    }
  for (size_t i = 0; i < self->n_chords; i++)
    if (!chord_is_valid (&self->chords[i]) || (i > 0 && self->chords[i].start_s < self->chords[i - 1].end_s))
      return false;
  return true;
}

CtKey
ct_harmony_key_at (const CtHarmony *self, double time_s)
{
  return ct_key_at (self->keys, self->n_keys, time_s);
}

const CtChord *
ct_harmony_chord_at (const CtHarmony *self, double time_s)
{
  size_t low = 0, high = self->n_chords;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->chords[middle].end_s <= time_s)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_chords && self->chords[low].start_s <= time_s ? &self->chords[low] : NULL;
}
