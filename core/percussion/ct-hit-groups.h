/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Tells hits apart by what they sound like. */
#ifndef CT_HIT_GROUPS_H
#define CT_HIT_GROUPS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/percussion/ct-hit-network.h"
#include "core/percussion/ct-hit-spectrum.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the weights know of hits of one kind: which differences of their spectra are those of drums, and what drum a
 * spectrum is like. Immutable; threads may share it. */
typedef struct
{
  CtHitKind kind;            /**< which kind */
  const float *mean;         /**< [CT_HIT_FEATURES] */
  const float *projection;   /**< [CT_HIT_FEATURES][n_dimensions], by R. A. Fisher's discriminant (1936) */
  size_t n_dimensions;       /**< how many, at most CT_HIT_MAX_DIMENSIONS */
  const float *drums;        /**< [n_drums], keys of General MIDI */
  const float *drum_weights; /**< [n_drums][CT_HIT_FEATURES] */
  const float *drum_biases;  /**< [n_drums] */
  size_t n_drums;            /**< how many drums it can be like */
} CtHitTimbres;

/** The most dimensions that spectra are projected to. */
#define CT_HIT_MAX_DIMENSIONS 16

/** Finds in the weights what they know of a kind of hit.
 *
 * @param self     what is filled in
 * @param weights  the weights, which must outlive it
 * @param kind     a kind
 * @return CT_STATUS_OK or CT_STATUS_BAD_WEIGHTS */
CtStatus ct_hit_timbres_init (CtHitTimbres *self, const CtWeights *weights, CtHitKind kind) CT_MUST_USE;

/** Puts hits of one kind into groups that sound alike, as many as there are: that number of clusters for which their
 * spread, and a penalty for each, are the least. Groups of a few stray hits join the nearest.
 *
 * @param self          what is known of this kind
 * @param features      [n][CT_HIT_FEATURES]
 * @param n             how many hits
 * @param most          the most groups, 1 to CT_MAX_HIT_GROUPS
 * @param[out] groups   [n]: the group of each, from 0 on
 * @param[out] drums    [most]: the key of General MIDI that each group is like
 * @param[out] n_groups how many groups there are; 0 where there are no hits
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_groups_find (const CtHitTimbres *self,
                             const float *features,
                             size_t n,
                             size_t most,
                             uint8_t *groups,
                             uint8_t *drums,
                             size_t *n_groups) CT_MUST_USE;

/** Puts hits of one kind into two groups, as unlike each other as can be, the larger one first.
 *
 * @param self          what is known of this kind
 * @param features      [n][CT_HIT_FEATURES]
 * @param n             how many hits, at least 2
 * @param[out] groups   [n]: the group of each, 0 or 1
 * @param[out] drums    [2]: the key of General MIDI that each group is like
 * @param[out] n_groups 2, or 1 where all are the same
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_groups_split (const CtHitTimbres *self,
                              const float *features,
                              size_t n,
                              uint8_t *groups,
                              uint8_t *drums,
                              size_t *n_groups) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
