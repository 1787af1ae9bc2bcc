/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Finds the drum hits of a recording. */
#ifndef CT_HIT_FINDER_H
#define CT_HIT_FINDER_H

#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds drum hits, and what of them sounds alike. Immutable; threads may share it. */
typedef struct _CtHitFinder CtHitFinder;

/** Makes a finder.
 *
 * @param weights   the weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the finder; free it with ct_hit_finder_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT, CT_STATUS_BAD_WEIGHTS or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_finder_new (const CtWeights *weights, CtSimdLevel level, CtHitFinder **out) CT_MUST_USE;

/** Frees a finder.
 *
 * @param self  the finder, or NULL */
void ct_hit_finder_free (CtHitFinder *self);

/** Finds the hits of a recording: none where it is taken to be without percussion, and none with weights that cannot
 * hear them. Groups come in the order of their drums.
 *
 * @param self         the finder
 * @param spectrogram  the levels of the recording
 * @param posteriors   what was heard, as many frames
 * @param start_s      where in the recording frame 0 lies
 * @param[out] out     the hits; clear it with ct_percussion_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_finder_find (const CtHitFinder *self,
                             const CtSpectrogram *spectrogram,
                             const CtPosteriorgram *posteriors,
                             double start_s,
                             CtPercussion *out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
