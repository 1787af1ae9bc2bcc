/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PITCH_PROFILES_PRIVATE_H
#define CT_PITCH_PROFILES_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#define CT_N_PITCH_CLASSES 12

/* What sounds in a beat. */
typedef struct
{
  double start_s, end_s;
  bool begins_bar;                 /* without bars: whether a chord is as likely to begin here */
  float all[CT_N_PITCH_CLASSES];   /* how much each sounds: its share of the beat, as loud as its velocity says */
  float bass[CT_N_PITCH_CLASSES];  /* the same of those that were lowest for a while */
  float start[CT_N_PITCH_CLASSES]; /* the same of those that are lowest where it begins */
} CtPitchProfile;

/* Profiles of all beats from the first note to the last one. */
typedef struct
{
  CtPitchProfile *beats; /* [n] */
  size_t n;
} CtPitchProfiles;

/* Measures notes ([n], sorted); uncertain ones do not count. @map: NULL: a grid of one beat a second. Clear them with
 * ct_pitch_profiles_clear(), which may be done to zeroed ones. */
CtStatus ct_pitch_profiles_measure (const CtNote *notes, size_t n, const CtTempoMap *map, CtPitchProfiles *out);
void ct_pitch_profiles_clear (CtPitchProfiles *self);

#endif
