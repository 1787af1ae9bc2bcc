/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MEMORY_RELATION_PRIVATE_H
#define CT_MEMORY_RELATION_PRIVATE_H

#include <math.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-vector-exp-private.h"
#include "core/timbre/ct-timbre-patterns.h"

/* How two notes stand to each other, as the trained memory sees it (core/training/MODEL.md). */
#define CT_MEMORY_RELATIONS 7
/* Patterns that are compared at a time. */
#define CT_MEMORY_BLOCK 16

/* Where a note lies. The pitch class and the fixed track are whole numbers. */
typedef struct
{
  float onset_s, offset_s, midi, pitch_class, fixed;
} CtMemoryPlace;

/* The same of all patterns, side by side. Those behind the last repeat it: they must be finite, no more. */
typedef struct
{
  float onset_s[CT_TIMBRE_PATTERNS], offset_s[CT_TIMBRE_PATTERNS];
  float midi[CT_TIMBRE_PATTERNS], pitch_class[CT_TIMBRE_PATTERNS], fixed[CT_TIMBRE_PATTERNS];
} CtMemoryPlaces;

static inline CtMemoryPlace
ct_memory_place (const CtNote *note, int fixed)
{
  return (CtMemoryPlace){ (float) note->onset_s, (float) note->offset_s, note->midi, (float) (note->midi % 12),
                          (float) (fixed < 0 ? -1 : fixed) };
}

static inline void
ct_memory_places_set (CtMemoryPlaces *self, size_t i, const CtMemoryPlace *place)
{
  self->onset_s[i] = place->onset_s;
  self->offset_s[i] = place->offset_s;
  self->midi[i] = place->midi;
  self->pitch_class[i] = place->pitch_class;
  self->fixed[i] = place->fixed;
}

static inline CtVec4
ct_vec4_limit (CtVec4 x, float low, float high)
{
  CtVec4 zero = { 0 };

  x = ct_vec4_choose (x > low, x, zero + low);
  return ct_vec4_choose (x < high, x, zero + high);
}

static inline CtVec4
ct_vec4_magnitude (CtVec4 x)
{
  return ct_vec4_choose (x < 0.0f, -x, x);
}

/* The relations of @note with the CT_MEMORY_BLOCK patterns from @first on, [CT_MEMORY_RELATIONS + 1][CT_MEMORY_BLOCK];
 * the last is 1. */
static inline void
ct_memory_relate (const CtMemoryPlaces *patterns, size_t first, const CtMemoryPlace *note, float *relations)
{
  const CtVec4 zero = { 0 }, one = zero + 1.0f;

  for (size_t i = 0; i < CT_MEMORY_BLOCK; i += 4)
    {
      CtVec4 onset = *(const CtVec4 *) &patterns->onset_s[first + i],
             fixed = *(const CtVec4 *) &patterns->fixed[first + i];
      CtVec4 offset = *(const CtVec4 *) &patterns->offset_s[first + i];
      CtVec4 apart = ct_vec4_limit (note->midi - *(const CtVec4 *) &patterns->midi[first + i], -48.0f, 48.0f);
      CtVec4 late = ct_vec4_magnitude (note->onset_s - onset);
      CtVec4 begin = ct_vec4_choose (onset > note->onset_s, onset, zero + note->onset_s);
      CtVec4 end = ct_vec4_choose (offset < note->offset_s, offset, zero + note->offset_s);
      CtVec4Int both = (fixed >= 0.0f) & (zero + note->fixed >= 0.0f);
      CtVec4 *out = (CtVec4 *) &relations[i];

      out[0 * CT_MEMORY_BLOCK / 4] = apart / 24.0f;
      out[1 * CT_MEMORY_BLOCK / 4] = ct_vec4_magnitude (apart) / 12.0f;
      out[2 * CT_MEMORY_BLOCK / 4] = ct_vec4_log1p (ct_vec4_limit (late, 0.0f, 8.0f));
      out[3 * CT_MEMORY_BLOCK / 4] = ct_vec4_limit (end - begin, 0.0f, 1.0f);
      out[4 * CT_MEMORY_BLOCK / 4] = ct_vec4_choose (late < 0.045f, one, zero);
      out[5 * CT_MEMORY_BLOCK / 4] = ct_vec4_choose (
          *(const CtVec4 *) &patterns->pitch_class[first + i] == note->pitch_class, one, zero);
      out[6 * CT_MEMORY_BLOCK / 4] = ct_vec4_choose (both, ct_vec4_choose (fixed == note->fixed, one, -one), zero);
      out[7 * CT_MEMORY_BLOCK / 4] = one;
    }
}

#endif
