/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * From embeddings to tracks, where a band may be known. */
#ifndef CT_KNOWN_CLUSTER_H
#define CT_KNOWN_CLUSTER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Who may play. All of it is borrowed. */
typedef struct
{
  const CtKnownTimbres *known; /**< what is known; NULL: nothing */
  const CtWeights *weights;    /**< by which timbres are compared */
  uint64_t encoder;            /**< whose embeddings they are */
  const unsigned char *taken;  /**< [ct_known_timbres_n()]: timbres whose names tracks bear already; NULL: none */
  const unsigned char *named;  /**< [CT_MAX_TRACKS]: which tracks, fixed ones, bear them; NULL: none */
} CtKnownPlayers;

/** Finds the track of every note as ct_timbre_cluster() does, except that their number is the one by which the tracks
 * are most nearly those of a known band: the number found, one less, one or two more. Where no band plays for certain,
 * or where a number or another separation than the default is asked for, that stays as it is.
 *
 * @param players  who may play
 * @param network, embeddings, fixed, options, notes, n  as for ct_timbre_cluster()
 * @param[out] result  what was found; where a band says another number, the count's second one is what was found
 * without
 * @return as ct_timbre_cluster() */
CtStatus ct_known_cluster (const CtKnownPlayers *players,
                           const CtMemoryNetwork *network,
                           const float *embeddings,
                           const int *fixed,
                           const CtTimbreClusterOptions *options,
                           CtNote *notes,
                           size_t n,
                           CtTimbreClusterResult *result) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
