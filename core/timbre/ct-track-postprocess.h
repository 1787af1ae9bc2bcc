/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Corrects what clustering gets wrong. */
#ifndef CT_TRACK_POSTPROCESS_H
#define CT_TRACK_POSTPROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which corrections are made. */
typedef struct
{
  bool follow_register; /**< an outlier follows the register and the continuity of its track */
  bool drop_octaves;    /**< what is only a partial of a sounding note becomes an uncertain note */
} CtTrackPostprocessOptions;

/** Sets the defaults: all of them.
 *
 * @param[out] self  the options */
void ct_track_postprocess_options_init (CtTrackPostprocessOptions *self);

/** Corrects tracks. No track is emptied.
 *
 * @param embeddings     [n][CT_EMBEDDING_SIZE]
 * @param fixed          [n] or NULL: a note with fixed[i] >= 0 is not changed
 * @param options        which corrections
 * @param[in,out] notes  [n], by onset; their tracks and whether they are uncertain may change
 * @param n              how many notes
 * @param n_tracks       how many tracks
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
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
