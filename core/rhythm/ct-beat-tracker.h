/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Finds the beats and bars of a recording. */
#ifndef CT_BEAT_TRACKER_H
#define CT_BEAT_TRACKER_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/rhythm/ct-beat-network.h"
#include "core/rhythm/ct-beats.h"
#include "core/rhythm/ct-onset-strength.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The slowest tempo that is sought, in beats a minute. */
#define CT_BEAT_MIN_BPM 40.0
/** The fastest. */
#define CT_BEAT_MAX_BPM 240.0

/** What is known of the beats before. */
typedef struct
{
  double bpm;          /**< the tempo, CT_BEAT_MIN_BPM to CT_BEAT_MAX_BPM, or 0: unknown */
  int bar_beats;       /**< beats in a bar: 2, 3 or 4, or 0: unknown */
  const CtBeat *fixed; /**< [n_fixed], by time: beats set by hand, which stay; those whose number is 0 are downbeats */
  size_t n_fixed;      /**< how many */
} CtBeatOptions;

/** Finds beats: the onset strength and what a network hears in it, a tempo curve by autocorrelation with a prior around
 * 112 beats a minute, and the row of beats that explains both best, by dynamic programming (D. Ellis 2007). Beats are
 * grouped into bars by the network, accents, bass notes, changes of chord and repetition; then the row is sought once
 * more, with downbeats on what tells them (F. Krebs, S. Boeck and G. Widmer 2015).
 *
 * @param network   hears beats
 * @param evidence  what was heard and found
 * @param options   what is known before; NULL: nothing
 * @param[out] out  the beats, none where there is no rhythm; free them with ct_beats_clear()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for options out of their range; CT_STATUS_NO_MEMORY */
CtStatus ct_beat_tracker_find (const CtBeatNetwork *network,
                               const CtRhythmEvidence *evidence,
                               const CtBeatOptions *options,
                               CtBeats *out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
