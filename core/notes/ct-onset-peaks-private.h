/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ONSET_PEAKS_PRIVATE_H
#define CT_ONSET_PEAKS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"

/* of two peaks this close at one pitch the weaker one is no onset: 46 ms */
#define CT_ONSET_SEPARATION_FRAMES 4

/* an onset leaks into the neighbouring semitones' within this */
#define CT_ONSET_LEAK_FRAMES 2

typedef struct
{
  uint32_t frame;
  float shift; /* of the peak from the frame's centre, in frames */
  uint8_t pitch;
  uint8_t onset;  /* posterior; 0: no peak after all */
  uint8_t wanted; /* onset posterior that makes it a note's */
  bool taken;     /* it became a note */
} CtOnsetPeak;

/* Peaks in order of time. Begins as zeros; ct_onset_peaks_clear() frees it. */
typedef struct
{
  CtOnsetPeak *peaks; /* [n] */
  size_t n, capacity;
} CtOnsetPeaks;

/* Onset posteriors that make a note, and the frame posterior that makes it sound. */
typedef struct
{
  uint8_t onset;
  uint8_t repeated; /* onset in a note of its pitch that sounds on */
  uint8_t frame;
} CtOnsetLevels;

CtStatus ct_onset_peaks_append (CtOnsetPeaks *self, const CtOnsetPeak *peak) CT_MUST_USE;
void ct_onset_peaks_clear (CtOnsetPeaks *self);

/* Appends the peaks of pitches @low to @high (from CT_MIDI_LOW, inclusive) that reach @level. */
CtStatus ct_onset_peaks_find (CtOnsetPeaks *self, const CtPosteriorgram *posteriors, int low, int high, uint8_t level)
    CT_MUST_USE;

/* Says of every peak what it must reach to be a note's. Those that would be, but are leaks, are no peaks after all. */
void ct_onset_peaks_judge (CtOnsetPeaks *self, const CtPosteriorgram *posteriors, const CtOnsetLevels *levels);

/* Whether @peak is the shadow of a note a semitone beside it. */
bool ct_onset_peak_is_leak (const CtOnsetPeak *peak, const CtPosteriorgram *posteriors);

/* Whether any posterior of @row ([CT_N_PITCHES]) reaches @level: most frames have none, and need no closer look. */
static inline bool
ct_posteriors_reach (const uint8_t *row, uint8_t level)
{
  typedef uint8_t Bytes __attribute__ ((vector_size (16), aligned (1), may_alias));

  const size_t last = CT_N_PITCHES - sizeof (Bytes); /* overlaps the one before */
  Bytes found = (Bytes) (*(const Bytes *) (row + last) >= level);
  uint64_t halves[2];

  for (size_t i = 0; i < last; i += sizeof (Bytes))
    found |= (Bytes) (*(const Bytes *) (row + i) >= level);
  memcpy (halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

#endif
