/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_EDIT_SCORE_H
#define CT_EDIT_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-transcriber-options.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What of a note a person's hand decided: nothing that is run again changes it. */
typedef enum
{
  CT_EDITED_TIME = 1 << 0, /**< onset or offset */
  CT_EDITED_PITCH = 1 << 1,
  CT_EDITED_VELOCITY = 1 << 2,
  CT_EDITED_TRACK = 1 << 3,    /**< moved, or its track merged or split */
  CT_EDITED_DRAWN = 1 << 4,    /**< drawn, pasted or imported: it was never heard */
  CT_EDITED_ACCEPTED = 1 << 5, /**< an uncertain note that became a note */
} CtEditFlags;

#define CT_EDITED_ALL 0x3f

/** A note of a score that is edited. A plain value. */
typedef struct
{
  uint64_t id; /**< never 0; the same through edits, undo, saving and re-running */
  double onset_s;
  double offset_s;
  float confidence;     /**< in [0, 1]; 1 for drawn notes */
  int32_t origin_frame; /**< of the onset it was heard with, -1: it was never heard */
  uint32_t track;       /**< the id of its track */
  uint8_t origin_midi;  /**< the pitch it was heard with; 0: it was never heard */
  uint8_t midi;         /**< 0 to 127 */
  uint8_t velocity;     /**< 1 to 127 */
  uint8_t edited;       /**< CtEditFlags */
  bool uncertain;       /**< under the threshold, or a partial: shown, not part of the score until accepted */
} CtEditNote;

/** A track as it is edited, heard and shown. A plain value. */
typedef struct
{
  uint32_t id;                   /**< never 0 */
  char name[CT_TRACK_NAME_SIZE]; /**< UTF-8; "": named after its number and program */
  uint32_t rgb;                  /**< 0xRRGGBB */
  uint8_t program;               /**< General MIDI, 0 to 127 */
  bool program_by_hand;          /**< else guessed again when tracks are found again */
  bool visible;
  bool mute;
  bool solo;
  bool locked;      /**< its notes cannot be picked or changed by hand */
  bool synthesised; /**< heard as synthesised notes, not isolated out of the recording */
  float volume;     /**< factor of amplitude, 0 to 2 */
  float pan;        /**< -1 left to 1 right */
} CtEditTrack;

/** Where a note was heard that a person deleted: it stays away when notes are decoded again. */
typedef struct
{
  int32_t origin_frame;
  uint8_t origin_midi;
} CtDeletedNote;

/** A score under a person's hands: everything that undo restores and a project keeps. */
typedef struct
{
  CtEditNote *notes; /**< [n_notes], by onset, then pitch, then id; every note's track exists */
  size_t n_notes;
  CtEditTrack *tracks; /**< [n_tracks], in the order shown */
  size_t n_tracks;
  CtDeletedNote *deleted; /**< [n_deleted], by frame, then pitch; none twice */
  size_t n_deleted;
  CtTranscriberOptions options; /**< what the notes were made with */
  uint64_t next_note_id;        /**< higher than any id in use, or ever used in the history */
  uint32_t next_track_id;       /**< likewise */
} CtEditScore;

/** Makes a visible, audible track without a name.
 *
 * @param[out] self  the track
 * @param id         its id
 * @param rgb        its colour, 0xRRGGBB */
void ct_edit_track_init (CtEditTrack *self, uint32_t id, uint32_t rgb);

/** Copies @name, cut between characters so that it fits; control and bidirectional formatting characters and what is no
 * UTF-8 are left out. */
void ct_edit_track_set_name (CtEditTrack *self, const char *name);

/** The order of notes in a score: by onset, then pitch, then id. For qsort() and bsearch(). */
int ct_edit_note_compare (const void *a, const void *b);
int ct_deleted_note_compare (const void *a, const void *b);

/** The note as the stages of the engine take it, on no track.
 *
 * @param note  a note of a score
 * @return its copy */
CtNote ct_edit_note_to_note (const CtEditNote *note);

/** Marks a note as put on its track by the user. Uncertain notes are not: they follow the notes around them.
 *
 * @param note  a note of a score */
static inline void
ct_edit_note_hold_track (CtEditNote *note)
{
  if (!note->uncertain)
    note->edited |= CT_EDITED_TRACK;
}

/** Whether all fields are equal. */
bool ct_edit_note_equal (const CtEditNote *a, const CtEditNote *b);
bool ct_edit_track_equal (const CtEditTrack *a, const CtEditTrack *b);

/** An empty score with default options. */
CtStatus ct_edit_score_new (CtEditScore **out) CT_MUST_USE;
CtStatus ct_edit_score_copy (const CtEditScore *self, CtEditScore **out) CT_MUST_USE;
void ct_edit_score_free (CtEditScore *self);

/** Whether all invariants hold that the types above state, and every number is finite and in its range: true for every
 * score of this program, false for some that a damaged project holds. */
bool ct_edit_score_is_valid (const CtEditScore *self);

/** The index of the track with @id, or -1. */
int ct_edit_score_track_index (const CtEditScore *self, uint32_t id);

/** Which notes leave the program. */
typedef struct
{
  CtTimeSpan span;        /**< only notes that sound in it, cut to it; times count from its start. [0, INFINITY): all */
  bool muted_too;         /**< tracks that are muted, or not soloed while others are; else left out */
  bool hidden_too;        /**< tracks that are not visible; else left out */
  const uint32_t *tracks; /**< [n_tracks] ids: only these; NULL: all that the flags above let pass */
  size_t n_tracks;
} CtEditExport;

/** What a MIDI file or table is written of: tracks in their order with their names and programs, no uncertain notes. A
 * track without a name is called @unnamed followed by its number. The caller owns *@out. */
CtStatus ct_edit_score_export (const CtEditScore *self, const CtEditExport *what, const char *unnamed, CtScore **out)
    CT_MUST_USE;

/** Whether @track is heard, given who is soloed. */
bool ct_edit_score_track_is_heard (const CtEditScore *self, const CtEditTrack *track);

#ifdef __cplusplus
}
#endif

#endif
