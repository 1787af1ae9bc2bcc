/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_BARS_PRIVATE_H
#define CT_BARS_PRIVATE_H

#include "core/base/ct-status.h"
#include "core/rhythm/ct-beats.h"
#include "core/rhythm/ct-downbeat-curve-private.h"
#include "core/rhythm/ct-onset-strength.h"

/* Groups beats, at least two, into bars: sets their numbers, the meter and its confidence. @bar_beats: 0 where it is
 * not known. Beats that are fixed keep whether they are downbeats. */
CtStatus ct_bars_find (CtBeats *beats,
                       const CtOnsetStrength *strength,
                       const CtDownbeatCurve *downbeats,
                       double start_s,
                       int bar_beats) CT_MUST_USE;

#endif
