/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_H
#define CT_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The pitches the engine hears: C1 to B7. */
#define CT_MIDI_LOW 24
#define CT_MIDI_HIGH 107
#define CT_N_PITCHES (CT_MIDI_HIGH - CT_MIDI_LOW + 1)

/** Dimensions of a timbre embedding, a vector of unit length. */
#define CT_EMBEDDING_SIZE 16

/** Times in seconds from the start of the recording, [start_s, end_s). */
typedef struct
{
  double start_s;
  double end_s;
} CtTimeSpan;

/** One note. A plain value: copied freely, it owns nothing. */
typedef struct
{
  double onset_s;
  double offset_s;
  float confidence; /**< in [0, 1] */
  int16_t track;    /**< index into the score's tracks, -1: none yet */
  uint8_t midi;
  uint8_t velocity; /**< 1 to 127 */
  bool uncertain;   /**< under the onset threshold: shown, but not part of the score until accepted */
} CtNote;

/** A growing list of notes; zero-initialise it, give it back with ct_notes_clear(). */
typedef struct
{
  CtNote *notes; /**< [n] */
  size_t n;
  size_t capacity;
} CtNotes;

/** The order of notes: by onset, then pitch, then offset, then track. For qsort() and bsearch().
 *
 * @param a  a CtNote
 * @param b  a CtNote
 * @return below, above or equal to 0 where @p a comes before, after or beside @p b */
int ct_note_compare (const void *a, const void *b);

/** Appends a copy of @note. On CT_STATUS_NO_MEMORY the list is unchanged. */
CtStatus ct_notes_append (CtNotes *self, const CtNote *note) CT_MUST_USE;

/** Sorts by ct_note_compare(). */
void ct_notes_sort (CtNotes *self);

/** Frees what the list holds and makes it empty. */
void ct_notes_clear (CtNotes *self);

#ifdef __cplusplus
}
#endif

#endif
