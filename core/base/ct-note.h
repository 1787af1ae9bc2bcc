/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Notes, as the stages of the engine pass them on. */
#ifndef CT_NOTE_H
#define CT_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The lowest pitch that is heard: C1. */
#define CT_MIDI_LOW 24
/** The highest pitch that is heard: B7. */
#define CT_MIDI_HIGH 107
/** How many pitches are heard. */
#define CT_N_PITCHES (CT_MIDI_HIGH - CT_MIDI_LOW + 1)

/** The dimensions of the embedding that the encoder gives a note, a vector of unit length. */
#define CT_EMBEDDING_SIZE 32

/** A span of time, [start_s, end_s), in seconds from the start of the recording. */
typedef struct
{
  double start_s; /**< where it begins */
  double end_s;   /**< where it ends; may be INFINITY */
} CtTimeSpan;

/** One note. A plain value. */
typedef struct
{
  double onset_s;   /**< where it begins */
  double offset_s;  /**< where it ends */
  float confidence; /**< in [0, 1] */
  int16_t track;    /**< index into the score's tracks; -1: none yet */
  uint8_t midi;     /**< pitch, 0 to 127 */
  uint8_t velocity; /**< 1 to 127 */
  bool uncertain;   /**< below the onset threshold: shown, but not part of the score until accepted */
} CtNote;

/** A growing list of notes. Zero it, and free it with ct_notes_clear(). */
typedef struct
{
  CtNote *notes;   /**< [n] */
  size_t n;        /**< how many there are */
  size_t capacity; /**< for how many there is room */
} CtNotes;

/** The order of notes: by onset, then pitch, then offset, then track. For qsort() and bsearch().
 *
 * @param a  a CtNote
 * @param b  a CtNote
 * @return below 0 where @p a comes first, above 0 where @p b does, else 0 */
int ct_note_compare (const void *a, const void *b);

/** Appends a copy of a note.
 *
 * @param self  the list
 * @param note  the note
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with the list unchanged */
CtStatus ct_notes_append (CtNotes *self, const CtNote *note) CT_MUST_USE;

/** Sorts a list by ct_note_compare().
 *
 * @param self  the list */
void ct_notes_sort (CtNotes *self);

/** Frees the notes and empties the list.
 *
 * @param self  the list */
void ct_notes_clear (CtNotes *self);

#ifdef __cplusplus
}
#endif

#endif
