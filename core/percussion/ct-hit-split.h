/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Splits a group of hits that were put together. */
#ifndef CT_HIT_SPLIT_H
#define CT_HIT_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds the two sounds among the hits of a group, in the directions in which CtHitFinder tells drums apart.
 *
 * @param weights      the weights
 * @param spectrogram  the levels of the recording
 * @param start_s      where in the recording frame 0 lies
 * @param percussion   the hits
 * @param group        one of its groups
 * @param[out] apart   [n_hits of @p percussion]: whether a hit has the rarer sound; false for those of other groups
 * @param[out] drum    the key of General MIDI that the rarer sound is like
 * @param[out] n       how many hits have it; 0: all sound the same, there is one hit at most, or the weights know
 *                     nothing of drums
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_split (const CtWeights *weights,
                       const CtSpectrogram *spectrogram,
                       double start_s,
                       const CtPercussion *percussion,
                       size_t group,
                       bool *apart,
                       uint8_t *drum,
                       size_t *n) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
