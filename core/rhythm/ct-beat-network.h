/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The network that hears beats and downbeats. */
#ifndef CT_BEAT_NETWORK_H
#define CT_BEAT_NETWORK_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/rhythm/ct-onset-strength.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The network, specified in core/training/MODEL.md: dilated convolutions over time (S. Bai et al. 2018), which hear
 * 24 s before and after a frame. Immutable; threads may share it. */
typedef struct _CtBeatNetwork CtBeatNetwork;

/** What it says of a recording, frame by frame. */
typedef struct
{
  size_t n_frames;  /**< how many frames */
  float *beats;     /**< [n_frames]: how likely a beat lies there, 0 to 1 */
  float *downbeats; /**< [n_frames]: how likely a downbeat does */
} CtBeatActivation;

/** Makes the network.
 *
 * @param weights   its weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the network; free it with ct_beat_network_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_WEIGHTS where a tensor is missing or has another shape; CT_STATUS_BAD_ARGUMENT
 *         where the level is not supported; CT_STATUS_NO_MEMORY */
CtStatus ct_beat_network_new (const CtWeights *weights, CtSimdLevel level, CtBeatNetwork **out) CT_MUST_USE;

/** Frees the network.
 *
 * @param self  the network, or NULL */
void ct_beat_network_free (CtBeatNetwork *self);

/** Runs the network.
 *
 * @param self      the network
 * @param strength  what tells the rhythm of a recording
 * @param[out] out  as many frames; free them with ct_beat_activation_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus
ct_beat_network_run (const CtBeatNetwork *self, const CtOnsetStrength *strength, CtBeatActivation *out) CT_MUST_USE;

/** Frees what is in it.
 *
 * @param self  an activation */
void ct_beat_activation_clear (CtBeatActivation *self);

#ifdef __cplusplus
}
#endif

#endif
