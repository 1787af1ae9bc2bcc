/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAY_POSITION_PRIVATE_H
#define CT_PLAY_POSITION_PRIVATE_H

#include <stdatomic.h>
#include <stdint.h>

/* The place in the recording that is heard, between the audio callback, which publishes it, the control, which jumps,
 * and any thread that asks. Nobody waits.
 *
 * The callback writes a moment into the slot after the published one, then publishes it (release). Readers (acquire)
 * check afterwards that their slot was not overwritten meanwhile. */

#define CT_PLAY_POSITION_SLOTS 8

/* Written by the callback, read by any thread. */
typedef struct
{
  _Atomic double time_s;
  _Atomic double step_s; /* seconds of the recording per second */
  _Atomic int64_t at_ns; /* when the time is heard, on the monotonic clock; 0: there is no clock, time stands still */
  atomic_uint jump;      /* how many jumps the audio heard then takes into account */
} CtPlayMoment;

typedef struct
{
  CtPlayMoment moments[CT_PLAY_POSITION_SLOTS];
  atomic_uint published; /* moments so far; written by the callback, read by any thread */
  /* Until audio made after the last jump is heard, the position is where the jump led. */
  _Atomic double jump_s; /* written by the control, read by any thread */
  atomic_uint jumps;     /* so far; written by the control, read by any thread */
} CtPlayPosition;

/* The callback: at @at_ns, @time_s is heard. */
void ct_play_position_publish (CtPlayPosition *self, double time_s, double step_s, int64_t at_ns, unsigned jump);

/* The control: playing continues at @time_s. Returns the number of this jump, to be published with its audio. */
unsigned ct_play_position_jump (CtPlayPosition *self, double time_s);

/* Any thread: what is heard now. */
double ct_play_position_now_s (const CtPlayPosition *self);

#endif
