/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What counts as a beat. */
#ifndef CT_PULSE_H
#define CT_PULSE_H

#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How long what players feel as a beat is: three eighths in 6/8, else the unit of the meter.
 *
 * @param meter  a meter
 * @return in ticks */
static inline int
ct_pulse_ticks (const CtMeter *meter)
{
  int beat = ct_meter_beat_ticks (meter);

  return meter->denominator >= 8 && meter->numerator > 3 && meter->numerator % 3 == 0 ? 3 * beat : beat;
}

#ifdef __cplusplus
}
#endif

#endif
