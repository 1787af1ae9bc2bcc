/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_PEAKS_PRIVATE_H
#define CT_NOTE_PEAKS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"

/* Of two peaks this close at one pitch the weaker one is no onset: 46 ms. */
#define CT_NOTE_SEPARATION_FRAMES 4

/* Where posteriors of a pitch are highest, and a note may be. */
typedef struct
{
  uint32_t frame;
  float shift; /* of the peak from the frame's centre, in frames */
  uint8_t pitch;
  uint8_t onset; /* posterior; 0: no peak after all */
  bool taken;    /* it became a note */
} CtNotePeak;

typedef struct
{
  CtNotePeak *peaks; /* [n], those of a pitch in order of time */
  size_t n, capacity;
} CtNotePeaks;

void ct_note_peaks_clear (CtNotePeaks *self);
CtStatus ct_note_peaks_append (CtNotePeaks *self, const CtNotePeak *peak) CT_MUST_USE;

/* Appends the peaks of the onsets of pitches from @low to @high (from CT_MIDI_LOW, inclusive) that reach @level. Of two
 * that are close together the weaker one's onset becomes 0. */
CtStatus
ct_note_peaks_find (CtNotePeaks *self, const CtPosteriorgram *posteriors, int low, int high, uint8_t level) CT_MUST_USE;

/* Whether the pitch of @peak has sounded at @frame_level without a break until then, longer than an attack takes. */
bool ct_note_peak_is_sounding (const CtPosteriorgram *posteriors, const CtNotePeak *peak, uint8_t frame_level);

typedef uint8_t CtPosteriorBytes __attribute__ ((vector_size (16), aligned (1), may_alias));

/* Whether any posterior of a frame ([CT_N_PITCHES]) reaches @level: most frames have none, and need no closer look. */
static inline bool
ct_posteriors_reach (const uint8_t *row, uint8_t level)
{
  const size_t last = CT_N_PITCHES - sizeof (CtPosteriorBytes); /* overlaps the one before */
  CtPosteriorBytes found = (CtPosteriorBytes) (*(const CtPosteriorBytes *) (row + last) >= level);
  uint64_t halves[2];

  for (size_t i = 0; i < last; i += sizeof (CtPosteriorBytes))
    found |= (CtPosteriorBytes) (*(const CtPosteriorBytes *) (row + i) >= level);
  memcpy (halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

#endif
