/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-percussion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-tempo-map.h"

#define MAX_VELOCITY 127
#define NOTE_S 0.1 /* as long as the note of a hit is */

int
ct_hit_compare (const void *a, const void *b)
{
  const CtHit *first = a, *second = b;

  if (first->time_s != second->time_s)
    return first->time_s < second->time_s ? -1 : 1;
  return (first->group > second->group) - (first->group < second->group);
}

CtStatus
ct_percussion_copy (const CtPercussion *self, CtPercussion *out)
{
  CtPercussion copy = *self;

  copy.hits = self->n_hits > 0 ? malloc (self->n_hits * sizeof *copy.hits) : NULL;
  if (self->n_hits > 0 && !copy.hits)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_hits; i++)
    copy.hits[i] = self->hits[i];
  *out = copy;
  return CT_STATUS_OK;
}

void
ct_percussion_clear (CtPercussion *self)
{
  free (self->hits);
  *self = (CtPercussion){ 0 };
}

static bool
hits_are_equal (const CtHit *a, const CtHit *b)
{
  return a->time_s == b->time_s && a->strength == b->strength && a->group == b->group;
}

bool
ct_percussion_equal (const CtPercussion *a, const CtPercussion *b)
{
  if (a->n_hits != b->n_hits || a->n_groups != b->n_groups)
    return false;
  for (size_t i = 0; i < a->n_groups; i++)
    if (a->groups[i].drum != b->groups[i].drum || a->groups[i].mute != b->groups[i].mute
        || a->groups[i].solo != b->groups[i].solo || strcmp (a->groups[i].name, b->groups[i].name) != 0)
      return false;
  for (size_t i = 0; i < a->n_hits; i++)
    if (!hits_are_equal (&a->hits[i], &b->hits[i]))
      return false;
  return true;
}

bool
ct_percussion_is_valid (const CtPercussion *self)
{
  if (self->n_groups > CT_MAX_HIT_GROUPS || self->n_hits > CT_MAX_HITS)
    return false;
  for (size_t i = 0; i < self->n_groups; i++)
    {
      const CtHitGroup *group = &self->groups[i];

      if (group->drum < CT_DRUM_LOW || group->drum > CT_DRUM_HIGH || !memchr (group->name, '\0', sizeof group->name))
        return false;
    }
  for (size_t i = 0; i < self->n_hits; i++)
    {
      const CtHit *hit = &self->hits[i];

      if (!(fabs (hit->time_s) <= CT_TEMPO_MAP_MAX_TIME_S) || !(hit->strength > 0 && hit->strength <= 1)
          || hit->group >= self->n_groups || (i > 0 && ct_hit_compare (hit - 1, hit) >= 0))
        return false;
    }
  return true;
}

void
ct_percussion_sort (CtPercussion *self)
{
  size_t n = 0;

  if (self->n_hits == 0)
    return;
  qsort (self->hits, self->n_hits, sizeof *self->hits, ct_hit_compare);
  for (size_t i = 1; i < self->n_hits; i++)
    if (ct_hit_compare (&self->hits[n], &self->hits[i]) == 0)
      self->hits[n].strength = fmaxf (self->hits[n].strength, self->hits[i].strength);
    else
      self->hits[++n] = self->hits[i];
  self->n_hits = n + 1;
}

const char *
ct_hit_group_name (const CtHitGroup *group)
{
  return *group->name ? group->name : ct_drum_name (group->drum);
}

CtNote
ct_hit_to_note (const CtHit *hit, int track)
{
  return (CtNote){ .onset_s = hit->time_s,
                   .offset_s = hit->time_s + NOTE_S,
                   .confidence = 1,
                   .track = (int16_t) track,
                   .midi = CT_HIT_PITCH,
                   .velocity = ct_hit_velocity (hit) };
}

uint8_t
ct_hit_velocity (const CtHit *hit)
{
  return (uint8_t) fminf (fmaxf (roundf (hit->strength * MAX_VELOCITY), 1), MAX_VELOCITY);
}
