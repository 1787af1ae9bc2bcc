/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAY_CROSSING_PRIVATE_H
#define CT_PLAY_CROSSING_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-play-chain-private.h"

/* A play chain that can be replaced while it sounds: after a seek or a change of tempo the old one fades out under the
 * new one. Used by the feeder alone. */
typedef struct _CtPlayCrossing CtPlayCrossing;

/* No piece is longer. */
#define CT_PLAY_CROSSING_MAX_FRAMES 64

CtStatus ct_play_crossing_new (CtMixer *mixer, CtPlayCrossing **out) CT_MUST_USE;
void ct_play_crossing_free (CtPlayCrossing *self);

/* See ct_play_chain_begin(); @crosses: what sounds now fades out, else it is cut off. */
CtStatus ct_play_crossing_begin (CtPlayCrossing *self,
                                 bool crosses,
                                 int64_t frame,
                                 const CtPlayRange *range,
                                 const CtPlayTempo *tempo,
                                 int in_rate_hz,
                                 int out_rate_hz) CT_MUST_USE;

/* The loop and the end may change while it runs. */
void ct_play_crossing_set_range (CtPlayCrossing *self, const CtPlayRange *range);

/* Fills @out ([@n][2]), @n at most CT_PLAY_CROSSING_MAX_FRAMES; silence after the end. */
CtStatus ct_play_crossing_pull (CtPlayCrossing *self, float *out, size_t n) CT_MUST_USE;

/* The chain begun last. */
CtPlayChain *ct_play_crossing_chain (const CtPlayCrossing *self);

#endif
