/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SIDE_PRIVATE_H
#define CT_SIDE_PRIVATE_H

/* How much stronger than the mean of the channels the side, half of their difference, is where the mean has lost what
 * sounds: 6 dB. There the channels are opposite to each other. */
#define CT_SIDE_RATIO 4.0f

/* The power that counts, of one frequency at one time: that of the mean, and where it is lost, that of the side, which
 * takes over without a step. Nothing changes elsewhere, as the networks have learnt from means. */
static inline float
ct_side_power (float mean, float side)
{
  float lost = side - (CT_SIDE_RATIO - 1) * mean;

  return lost > mean ? lost : mean;
}

#endif
