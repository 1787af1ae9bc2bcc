/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAY_CHAIN_PRIVATE_H
#define CT_PLAY_CHAIN_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-player.h"

/* Turns the mix into a stream at the output's sample rate: mixes piece after piece, wraps around the loop, resamples
 * (soxr, with a variable ratio for varispeed), stretches and transposes (Rubber Band). Used by the feeder alone. */
typedef struct _CtPlayChain CtPlayChain;

/* Frames of the recording. */
typedef struct
{
  int64_t end; /* of everything, or of a selection */
  bool fades;  /* out before the end, which may be in the middle of sound */
  bool loops;  /* from loop_end to loop_start, where it begins before loop_end */
  int64_t loop_start, loop_end;
} CtPlayRange;

typedef struct
{
  double speed;
  CtPlayerSpeedMode mode;
  double semitones;
} CtPlayTempo;

CtStatus ct_play_chain_new (CtMixer *mixer, CtPlayChain **out) CT_MUST_USE;
void ct_play_chain_free (CtPlayChain *self);

/* Whether ct_play_chain_set_tempo() can change to @tempo; else the chain has to begin again. */
bool ct_play_chain_can_set (const CtPlayChain *self, const CtPlayTempo *tempo);
void ct_play_chain_set_tempo (CtPlayChain *self, const CtPlayTempo *tempo);

/* Begins at @frame of the recording. */
CtStatus ct_play_chain_begin (CtPlayChain *self,
                              int64_t frame,
                              const CtPlayRange *range,
                              const CtPlayTempo *tempo,
                              int in_rate_hz,
                              int out_rate_hz) CT_MUST_USE;

/* The loop and the end may change while it runs. */
void ct_play_chain_set_range (CtPlayChain *self, const CtPlayRange *range);

/* Fills @out ([@n][2]); silence after the end. */
CtStatus ct_play_chain_pull (CtPlayChain *self, float *out, size_t n) CT_MUST_USE;

/* The place in the recording, in frames, of the next frame of output; and whether that is the end. */
double ct_play_chain_frame (const CtPlayChain *self);
bool ct_play_chain_ended (const CtPlayChain *self);

/* A part of the recording that comes out, at shares of the time between two places of the clock. */
typedef struct
{
  double from, to;        /* frames of the recording */
  double share, to_share; /* 0 to 1 */
} CtPlayPart;

/* What came out so far, in frames read, loops unrolled. It never jumps, but may go back by parts of a frame. */
double ct_play_chain_clock (const CtPlayChain *self);

/* Which parts of the recording lie between two places of the clock, two at most: the shortest loop is longer than any
 * piece. Returns how many. */
size_t ct_play_chain_parts (const CtPlayChain *self, double from, double to, CtPlayPart *parts);

/* Frames of the recording per frame of output. */
double ct_play_chain_step (const CtPlayChain *self);

#endif
