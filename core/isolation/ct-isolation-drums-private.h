/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ISOLATION_DRUMS_PRIVATE_H
#define CT_ISOLATION_DRUMS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"

/* What drum hits have of a spectrum. They have no partials: they raise whole bands, and fall in a way of their own. */

#define CT_DRUM_BANDS 32
#define CT_DRUM_AGES 6
#define CT_DRUM_MAX_STRIKES 32
/* A hit is seen this long before it is struck (half a window), and heard this long. */
#define CT_DRUM_BEFORE_S 0.047
#define CT_DRUM_RING_S 1.0

/* How loud the bands of one hit were, as sums over frames that can be added up: powers relative to its strength. */
typedef struct
{
  float power[CT_DRUM_AGES][CT_DRUM_BANDS];
  float weight[CT_DRUM_AGES];
  float before[CT_DRUM_BANDS]; /* what sounded there before it was struck */
  float trust;                 /* in what was measured; 0: nothing was */
} CtDrumProfile;

/* How loud the bands of hits of one group are expected to be: powers relative to their strength. */
typedef struct
{
  float power[CT_DRUM_AGES][CT_DRUM_BANDS];
} CtDrumModel;

/* A hit that sounds in a frame. */
typedef struct
{
  const CtDrumModel *model; /* NULL: nothing is expected yet */
  size_t hit;               /* the caller's number for it */
  int stem;                 /* to which its share goes */
  int age;                  /* below CT_DRUM_AGES */
  int track;
  float power; /* of its strength */
} CtStrike;

/* The bands of a frame, and what is struck in it. */
typedef struct
{
  size_t edges[CT_DRUM_BANDS + 1]; /* [n_bands + 1] bins */
  size_t n_bands;
  CtStrike strikes[CT_DRUM_MAX_STRIKES];
  size_t n_strikes;
  float recent[2][CT_DRUM_BANDS]; /* powers of the last two frames that were measured, */
  size_t n_recent;                /* of so many since ct_drum_frame_restart() */
} CtDrumFrame;

/* Whether a note is a drum hit. */
static inline bool
ct_isolation_is_hit (const CtNote *note)
{
  return note->midi == CT_HIT_PITCH;
}

void ct_drum_frame_init (CtDrumFrame *self, size_t n_bins);

/* What is measured next does not follow what was measured before. */
void ct_drum_frame_restart (CtDrumFrame *self);

/* Adds a hit if it sounds at @time_s. */
void ct_drum_frame_add (CtDrumFrame *self,
                        const CtNote *hit,
                        const CtDrumModel *model,
                        size_t number,
                        int stem,
                        double time_s);

/* Adds what is measured of the hits in a spectrum to their profiles ([strike.hit]). Frames come in order of time. */
void ct_drum_frame_measure (CtDrumFrame *self, const float *level, CtDrumProfile *profiles);

void ct_drum_profile_add (CtDrumProfile *self, const CtDrumProfile *other);
void ct_drum_model_set (CtDrumModel *self, const CtDrumProfile *sum);

/* Fills in the amplitudes of the drums' stems ([.][n_bins] in @masks, those that *@active does not have yet), where
 * @sum has those of the notes; adds theirs to it. @total: [n_bins], overwritten. */
void ct_drum_frame_fill (const CtDrumFrame *self,
                         const float *level,
                         size_t n_bins,
                         float *sum,
                         float *total,
                         float *masks,
                         uint64_t *active);

#endif
