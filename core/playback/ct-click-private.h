/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CLICK_PRIVATE_H
#define CT_CLICK_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-tempo-map.h"

/* Clicks on the beats of a tempo map, the first of each bar higher. Zero it; used by the feeder alone. Nothing but
 * ct_click_take_map() and ct_click_clear() touches the heap. */
typedef struct
{
  CtTempoMap *map; /* owned; NULL: no beats */

  /* the click that sounds, or sounded last */
  bool sounds, accent;
  int64_t age; /* frames since it began */

  /* the click that begins in the next render */
  bool cued, cued_accent;
  size_t cued_at;

  /* a count-in */
  int64_t count_frames, counted; /* of output; it lasts while not all are counted */
  double count_tick, count_step; /* where it begins, and ticks per frame */
} CtClick;

void ct_click_clear (CtClick *self);

/* Takes ownership of @map, which may be NULL. */
void ct_click_take_map (CtClick *self, CtTempoMap *map);

/* Of the next frames rendered, @n from number @at on play [@from, @to) of the recording, in frames at @rate_hz. Cues
 * the beat there; of several the downbeat, or the first. A beat belongs to the frame that is nearest to it. */
void ct_click_pass (CtClick *self, double from, double to, int rate_hz, size_t at, size_t n);

/* Begins to count a bar of the meter at @start_s, as fast as the music that follows there when it is played at @speed.
 * It ends where playing begins. */
void ct_click_count_in (CtClick *self, double start_s, double speed, int rate_hz);
void ct_click_stop_counting (CtClick *self);
bool ct_click_is_counting (const CtClick *self);

/* The next @n frames rendered are the next of the count-in. */
void ct_click_count (CtClick *self, size_t n);

/* Adds what sounds, @gain times, to @out ([@n][2]) at @rate_hz. */
void ct_click_render (CtClick *self, float gain, int rate_hz, float *out, size_t n);

#endif
