/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_BEAT_PATH_PRIVATE_H
#define CT_BEAT_PATH_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/rhythm/ct-tempo-curve-private.h"

/* Frames of beats, in order. */
typedef struct
{
  size_t *frames; /* [n] */
  size_t n;
  double score; /* by frame of what they cover; above 0 where there are any */
} CtBeatPath;

/* The row of beats that explains @strength (without its mean) and @curve best, by dynamic programming (D. Ellis 2007)
 * over the frames and the periods that end there, so that a tempo may drift, or jump at a price. @fixed ([n_fixed], in
 * order): frames that no period may stride over. @beats ([n_frames] or NULL): how
 * likely the network takes a beat to be at each frame, which is not to be passed over. No beats where all explain less
 * than none. */
CtStatus ct_beat_path_find (const float *strength,
                            const float *beats,
                            size_t n_frames,
                            const CtTempoCurve *curve,
                            const size_t *fixed,
                            size_t n_fixed,
                            CtBeatPath *out) CT_MUST_USE;

#endif
