/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TRACK_POSTPROCESS_H
#define CT_TRACK_POSTPROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Puts right what clustering gets wrong. */
typedef struct
{
  bool follow_register; /**< an outlier note follows its track's register and continuity */
  bool
      drop_octaves; /**< a doubled octave (or twelfth) that is a partial of a sounding note becomes an uncertain note */
} CtTrackPostprocessOptions;

void ct_track_postprocess_options_init (CtTrackPostprocessOptions *self);

/** Changes tracks and uncertain notes of @notes ([n], sorted by onset) in place; never a note with fixed[i] >= 0
 * (@fixed may be NULL). @embeddings is [n][CT_EMBEDDING_SIZE]. No track is emptied. */
CtStatus ct_track_postprocess (const float *embeddings,
                               const int *fixed,
                               const CtTrackPostprocessOptions *options,
                               CtNote *notes,
                               size_t n,
                               size_t n_tracks) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
