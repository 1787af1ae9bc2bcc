/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A score as the user edits it. */
#ifndef CT_EDIT_SCORE_H
#define CT_EDIT_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which fields of a note the user edited: what is run again leaves them alone. */
typedef enum
{
  CT_EDITED_TIME = 1 << 0,     /**< onset or offset */
  CT_EDITED_PITCH = 1 << 1,    /**< pitch */
  CT_EDITED_VELOCITY = 1 << 2, /**< velocity */
  CT_EDITED_TRACK = 1 << 3,    /**< moved, or its track merged or split */
  CT_EDITED_DRAWN = 1 << 4,    /**< drawn, pasted or imported: it was never heard */
  CT_EDITED_ACCEPTED = 1 << 5, /**< an uncertain note that was accepted */
  CT_EDITED_GRID = 1 << 6,     /**< put on a grid, where no hand has moved it since */
} CtEditFlags;

/** All edit flags. */
#define CT_EDITED_ALL 0x7f

/** A note of an edited score. A plain value. */
typedef struct
{
  uint64_t id;           /**< never 0; kept through edits, undo, saving and re-running */
  double onset_s;        /**< where it begins */
  double offset_s;       /**< where it ends */
  double heard_onset_s;  /**< where it began before it was put on a grid */
  double heard_offset_s; /**< where it ended before; 0, as then is the one above: it never was */
  float confidence;      /**< in [0, 1]; 1 for drawn notes */
  int32_t origin_frame;  /**< of the onset it was heard with; -1: it was never heard */
  uint32_t track;        /**< the id of its track */
  uint8_t origin_midi;   /**< the pitch it was heard with; 0: it was never heard */
  uint8_t midi;          /**< 0 to 127 */
  uint8_t velocity;      /**< 1 to 127 */
  uint8_t edited;        /**< CtEditFlags */
  bool uncertain;        /**< below the threshold, or a partial: shown, but not part of the score until accepted */
} CtEditNote;

/** Whether a track is a timbre known from other recordings. */
typedef enum
{
  CT_RECOGNITION_NONE,    /**< it was not recognised, or a hand named it */
  CT_RECOGNITION_DONE,    /**< it was, and has the timbre's name */
  CT_RECOGNITION_REFUSED, /**< the user said that it was wrong: it is not looked for again */
} CtRecognition;

/** What a recognised track looked like before. */
typedef struct
{
  uint32_t rgb;    /**< 0xRRGGBB */
  uint8_t program; /**< General MIDI, 0 to 127 */
  uint8_t naming;  /**< CtNaming */
} CtTrackGuess;

/** A track of an edited score: how it sounds and looks. A plain value. */
typedef struct
{
  uint32_t id;                   /**< never 0 */
  char name[CT_TRACK_NAME_SIZE]; /**< UTF-8; "": named after its program or number */
  uint32_t rgb;                  /**< 0xRRGGBB */
  bool rgb_by_hand;              /**< chosen by the user */
  uint8_t program;               /**< General MIDI, 0 to 127 */
  uint8_t naming;                /**< CtNaming: what it is called after where it has no name of its own */
  bool program_by_hand;          /**< chosen by the user; else guessed again when tracks are found again */
  uint8_t recognition;           /**< CtRecognition */
  CtTrackGuess guess;            /**< of a recognised track; zeros for others */
  bool visible;                  /**< shown */
  bool mute;                     /**< silent */
  bool solo;                     /**< while a track or group of hits is soloed, only such are heard */
  bool locked;                   /**< its notes can be neither selected nor edited */
  bool synthesised;              /**< heard as synthesised notes instead of isolated from the recording */
  float volume;                  /**< factor of amplitude, 0 to 2 */
  float pan;                     /**< -1 left to 1 right */
} CtEditTrack;

/** Where a note was heard that the user deleted: it stays away when notes are decoded again. */
typedef struct
{
  int32_t origin_frame; /**< of its onset */
  uint8_t origin_midi;  /**< its pitch */
} CtDeletedNote;

/** Everything that undo restores and a project keeps. */
typedef struct
{
  CtEditNote *notes;            /**< [n_notes], by onset, then pitch, then id; every note's track exists */
  size_t n_notes;               /**< how many there are */
  CtEditTrack *tracks;          /**< [n_tracks], in the order shown */
  size_t n_tracks;              /**< how many there are */
  CtDeletedNote *deleted;       /**< [n_deleted], by frame, then pitch; none twice */
  size_t n_deleted;             /**< how many there are */
  CtEditTempo tempo;            /**< where beats and bars lie; notes do not follow it */
  CtHarmony harmony;            /**< keys and chords set by hand; the others are found when they are asked for */
  CtPercussion percussion;      /**< drum hits; what finds notes and tracks again leaves them */
  CtTranscriberOptions options; /**< what the notes were made with */
  uint64_t next_note_id;        /**< above any id in use, or ever used in the history */
  uint32_t next_track_id;       /**< likewise */
} CtEditScore;

/** Makes a visible, audible track without a name.
 *
 * @param[out] self  the track
 * @param id         its id
 * @param rgb        its colour, 0xRRGGBB */
void ct_edit_track_init (CtEditTrack *self, uint32_t id, uint32_t rgb);

/** Names a track. The name is cut between characters so that it fits; control and bidirectional formatting characters
 * and whatever is not UTF-8 are left out.
 *
 * @param self  the track
 * @param name  the name; "": none */
void ct_edit_track_set_name (CtEditTrack *self, const char *name);

/** The order of notes in a score: by onset, then pitch, then id. For qsort() and bsearch().
 *
 * @param a  a CtEditNote
 * @param b  a CtEditNote
 * @return below 0 where @p a comes first, above 0 where @p b does, else 0 */
int ct_edit_note_compare (const void *a, const void *b);

/** The order of deleted notes: by frame, then pitch. For qsort() and bsearch().
 *
 * @param a  a CtDeletedNote
 * @param b  a CtDeletedNote
 * @return below 0 where @p a comes first, above 0 where @p b does, else 0 */
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

/** Whether a note remembers where it was before it was put on a grid.
 *
 * @param note  a note of a score
 * @return whether its heard times are times */
static inline bool
ct_edit_note_remembers (const CtEditNote *note)
{
  return note->heard_offset_s > 0;
}

/** Compares all fields.
 *
 * @param a  a note
 * @param b  a note
 * @return whether all are equal */
bool ct_edit_note_equal (const CtEditNote *a, const CtEditNote *b);

/** Compares all fields.
 *
 * @param a  a track
 * @param b  a track
 * @return whether all are equal */
bool ct_edit_track_equal (const CtEditTrack *a, const CtEditTrack *b);

/** Makes an empty score with default options.
 *
 * @param[out] out  the score; free it with ct_edit_score_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_edit_score_new (CtEditScore **out) CT_MUST_USE;

/** Copies a score.
 *
 * @param self      the score
 * @param[out] out  the copy; free it with ct_edit_score_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_edit_score_copy (const CtEditScore *self, CtEditScore **out) CT_MUST_USE;

/** Frees a score.
 *
 * @param self  the score, or NULL */
void ct_edit_score_free (CtEditScore *self);

/** Checks all invariants of the types above, and that every number is finite and in its range. True for every score
 * that this program makes; false for some in damaged projects.
 *
 * @param self  the score
 * @return whether they hold; false, too, where there is no memory to check */
bool ct_edit_score_is_valid (const CtEditScore *self);

/** Finds a track.
 *
 * @param self  the score
 * @param id    the id of the track
 * @return its index, or -1 */
int ct_edit_score_track_index (const CtEditScore *self, uint32_t id);

/** Which notes are exported. */
typedef struct
{
  CtTimeSpan span; /**< only notes that sound in it, cut to it; times count from its start. [0, INFINITY): all */
  bool from_bar;   /**< times count from the beginning of the bar that the span begins in, where bars are known */
  bool muted_too;  /**< also tracks that are muted, or not soloed while others are */
  bool hidden_too; /**< also tracks that are not visible */
  const uint32_t *tracks; /**< [n_tracks] ids: only these; NULL: all that the flags above allow */
  size_t n_tracks;        /**< how many there are */
} CtEditExport;

/** Where times count from.
 *
 * @param self  the score
 * @param what  which notes
 * @return in seconds from the start of the recording; 0 where the span begins there, whatever the bars */
double ct_edit_score_export_origin (const CtEditScore *self, const CtEditExport *what);

/** Makes what a MIDI file or a table is written from: tracks in their order with their names and programs, without
 * uncertain notes, with the tempo map and drum hits, whose times count as those of the notes do. Where certain tracks
 * are asked for, there are no hits.
 *
 * @param self      the score
 * @param what      which notes
 * @param[out] out  what is exported; free it with ct_score_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_edit_score_export (const CtEditScore *self, const CtEditExport *what, CtScore **out) CT_MUST_USE;

/** Whether a group of drum hits is heard.
 *
 * @param self   the score
 * @param group  its index
 * @return false where it is muted, or not soloed while another, or a track, is */
bool ct_edit_score_group_is_heard (const CtEditScore *self, size_t group);

/** Whether a track is heard.
 *
 * @param self   the score
 * @param track  one of its tracks
 * @return false where it is muted, or not soloed while another, or a group of drum hits, is */
bool ct_edit_score_track_is_heard (const CtEditScore *self, const CtEditTrack *track);

#ifdef __cplusplus
}
#endif

#endif
