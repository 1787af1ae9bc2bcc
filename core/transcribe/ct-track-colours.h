/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The colours of new tracks: the caller's palette, and the first of it that is free. */
#ifndef CT_TRACK_COLOURS_H
#define CT_TRACK_COLOURS_H

#include <stddef.h>
#include <stdint.h>

#include "core/transcribe/ct-edit-score.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A palette, chosen by the program that shows the tracks. Zeroed, it makes every track black. */
typedef struct
{
  const uint32_t *rgb; /**< [n], 0xRRGGBB, in the order in which new tracks take them; borrowed */
  size_t n;            /**< how many there are */
} CtTrackColours;

/** The colour of the next new track.
 *
 * @param self      the palette
 * @param tracks    [n_tracks], the tracks so far
 * @param n_tracks  how many there are
 * @return the first colour that no track has, 0xRRGGBB; where all are taken, they are used again in turn */
uint32_t ct_track_colours_next (const CtTrackColours *self, const CtEditTrack *tracks, size_t n_tracks);

#ifdef __cplusplus
}
#endif

#endif
