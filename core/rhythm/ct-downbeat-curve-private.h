/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_DOWNBEAT_CURVE_PRIVATE_H
#define CT_DOWNBEAT_CURVE_PRIVATE_H

#include <stddef.h>

#include "core/rhythm/ct-beat-network.h"
#include "core/rhythm/ct-onset-strength.h"

/* How much more like a downbeat than a beat at large each frame is, in @out ([strength->n_frames]): the network's
 * opinion, onsets, accents, bass and changes of chord near it, each in deviations from its mean over the beats at
 * @frames ([n]). */
void ct_downbeat_curve (const CtOnsetStrength *strength,
                        const CtBeatActivation *activation,
                        const double *frames,
                        size_t n,
                        float *out);

#endif
