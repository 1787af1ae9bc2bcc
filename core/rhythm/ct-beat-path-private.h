/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_BEAT_PATH_PRIVATE_H
#define CT_BEAT_PATH_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/rhythm/ct-tempo-curve-private.h"

/* The most beats of a bar. */
#define CT_BAR_MAX 4

/* What a row of beats has to explain. */
typedef struct
{
  const float *strength;  /* [n_frames], without its mean */
  const float *beats;     /* [n_frames] or NULL: how likely the network takes a beat to be there, which is not to be
                             passed over */
  const float *downbeats; /* [n_frames]: how much more like a downbeat than a beat at large each frame is; not looked at
                             where there are no bars */
  const float *usual;     /* [n_frames]: the period that is usual there, in frames; where there are bars */
  size_t n_frames;        /* how many frames */
  const CtTempoCurve *curve; /* how well each period explains them */
  const size_t *fixed;       /* [n_fixed], in order: frames that no period may stride over */
  size_t n_fixed;            /* how many there are */
} CtBeatEvidence;

/* Frames of beats, in order. */
typedef struct
{
  size_t *frames; /* [n], the caller's, to be freed; NULL where there are none */
  size_t n;
  double score; /* by frame of what they cover; above 0 where there are any */
} CtBeatPath;

/* The row of beats that explains the evidence best, by dynamic programming (D. Ellis 2007) over points of time and the
 * periods that end there, so that a tempo may drift, or jump at a price; and, where @bar_beats (1 to CT_BAR_MAX) is
 * above 1, over the numbers that beats have in bars of so many, so that downbeats lie on downbeats, unless a bar is cut
 * short at a price (after F. Krebs, S. Boeck and G. Widmer 2015). No beats where all explain less than none. */
CtStatus ct_beat_path_find (const CtBeatEvidence *evidence, size_t bar_beats, CtBeatPath *out) CT_MUST_USE;

#endif
