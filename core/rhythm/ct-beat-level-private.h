/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_BEAT_LEVEL_PRIVATE_H
#define CT_BEAT_LEVEL_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/rhythm/ct-onset-strength.h"

/* A row of beats, in frames. */
typedef struct
{
  double *frames; /* [n] */
  size_t n;
} CtBeatRow;

/* What is heard may be counted in several ways: as it is, from the middles of the beats on, twice as fast, or half as
 * fast. Replaces @row by the one of these that accents, bass, chords and bars speak for. */
CtStatus ct_beat_level_choose (const CtOnsetStrength *strength, CtBeatRow *row) CT_MUST_USE;

#endif
