/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Hears where something is struck that has no pitch. */
#ifndef CT_HIT_NETWORK_H
#define CT_HIT_NETWORK_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many numbers the network sees of a frame. */
#define CT_HIT_INPUTS 64

/** What is struck. */
typedef enum
{
  CT_HIT_SKIN,    /**< a drum, or wood: kick, snare, tom, clap */
  CT_HIT_METAL,   /**< metal, or a shaker: hi-hat, cymbal, tambourine */
  CT_N_HIT_KINDS, /**< how many there are */
} CtHitKind;

/** The network that core/training/MODEL.md specifies. Immutable; threads may share it. */
typedef struct _CtHitNetwork CtHitNetwork;

/** How likely it is that something is struck at each frame. */
typedef struct
{
  size_t n_frames;                /**< how many frames */
  float *strikes[CT_N_HIT_KINDS]; /**< [n_frames] of each kind, in [0, 1] */
} CtHitActivation;

/** Makes the network.
 *
 * @param weights   the weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the network; free it with ct_hit_network_free(). NULL: these weights have none
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT, CT_STATUS_BAD_WEIGHTS or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_network_new (const CtWeights *weights, CtSimdLevel level, CtHitNetwork **out) CT_MUST_USE;

/** Frees the network.
 *
 * @param self  the network, or NULL */
void ct_hit_network_free (CtHitNetwork *self);

/** What the network sees of a frame: the bands of its spectrum relative to the mean of the recording, and what of it
 * are notes that begin or sound, so that their attacks are no hits.
 *
 * @param spectrogram  the levels of the recording
 * @param posteriors   what was heard, as many frames
 * @param frame        the number of the frame
 * @param[out] out     [CT_HIT_INPUTS] */
void
ct_hit_network_input (const CtSpectrogram *spectrogram, const CtPosteriorgram *posteriors, size_t frame, float *out);

/** Runs the network over a recording, in blocks of time whose size changes nothing.
 *
 * @param self         the network
 * @param spectrogram  the levels of the recording
 * @param posteriors   what was heard, as many frames
 * @param[out] out     the activation; clear it with ct_hit_activation_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_hit_network_run (const CtHitNetwork *self,
                             const CtSpectrogram *spectrogram,
                             const CtPosteriorgram *posteriors,
                             CtHitActivation *out) CT_MUST_USE;

/** Frees what it holds.
 *
 * @param self  an activation */
void ct_hit_activation_clear (CtHitActivation *self);

#ifdef __cplusplus
}
#endif

#endif
