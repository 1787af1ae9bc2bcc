/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_RESCORE_PRIVATE_H
#define CT_RESCORE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-count.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"

/* What becomes of a note of the score before. */
typedef enum
{
  CT_FATE_STAYS, /* exactly as it is: it is out of scope, or its track is locked */
  CT_FATE_HELD,  /* by the user's edits, except perhaps for its track */
  CT_FATE_OPEN,  /* the decoder decides */
} CtFate;

/* A note of the new score in the making. */
typedef struct
{
  CtEditNote note;     /* id 0: it is new; track 0: not known yet */
  bool was_there;      /* in the score before; note.track is still its track there */
  bool keeps_track;    /* where tracks are found, it stays on that track */
  bool keeps_all;      /* no correction may make it uncertain */
  ptrdiff_t candidate; /* whose embedding it has, -1: none */
  int label;           /* of its cluster, -1: none */
} CtRescoreItem;

typedef struct
{
  const CtRescoreEvidence *evidence;
  const CtEditScore *before;
  const CtTranscriberOptions *options;
  const CtRescoreScope *scope;
  CtFate *fates;        /* [before->n_notes] */
  bool *kept;           /* [before->n_tracks]: a hand is on the track, so that it is not found again */
  CtRescoreItem *items; /* [n], in the order of a score's notes */
  size_t n;
  CtEditTrack *tracks; /* [n_tracks]: those before, then new ones */
  size_t n_tracks, track_capacity;
  uint32_t next_track_id;
  CtTimbreCount count; /* of the timbres, where tracks are found */
} CtRescore;

/* The items that have a timbre. */
typedef struct
{
  size_t *items;     /* [n], indices */
  CtNote *notes;     /* [n], on no track */
  float *embeddings; /* [n][CT_EMBEDDING_SIZE] */
  int *fixed;        /* [n], for the caller */
  size_t n;
} CtRescoreTimbres;

#define CT_MATCH_NONE -1
#define CT_MATCH_DELETED -2

/* Matches decoded @notes ([n]) with the notes of the score before, by where those were heard: an index, CT_MATCH_NONE,
 * or CT_MATCH_DELETED where a deleted note was heard. No two match the same note; the nearest pairs are matched
 * first. */
CtStatus ct_rescore_match (const CtRescore *rescore, const CtNote *notes, size_t n, ptrdiff_t *matches) CT_MUST_USE;

/* Guesses programs of the tracks that were found, and recognises known timbres, as far as the evidence allows. */
CtStatus ct_rescore_name_tracks (CtRescore *self) CT_MUST_USE;

/* Finds the tracks of all items. New tracks are appended. */
CtStatus ct_rescore_find_tracks (CtRescore *rescore) CT_MUST_USE;

/* Puts new items on the tracks that they are nearest to. @rescore->n may shrink by those whose track is not to gain
 * any. */
CtStatus ct_rescore_join_tracks (CtRescore *rescore) CT_MUST_USE;

/* Puts items without a track on that of the nearest note in time and pitch; where there is none, on the first track
 * that is not locked. If @finds, locked tracks gain none and a track is added where all are locked. */
CtStatus ct_rescore_join_nearest (CtRescore *rescore, bool finds) CT_MUST_USE;

/* Clear it with ct_rescore_timbres_clear(), also where this fails. */
CtStatus ct_rescore_timbres_gather (const CtRescore *rescore, CtRescoreTimbres *timbres) CT_MUST_USE;
void ct_rescore_timbres_clear (CtRescoreTimbres *timbres);

/* How much sound a note is. */
double ct_rescore_sound (const CtEditNote *note);

/* The index in @self->tracks of the track with @id; -1: none. */
int ct_rescore_track_index (const CtRescore *self, uint32_t id);

/* Appends a track with a new id, which *@id receives. */
CtStatus ct_rescore_add_track (CtRescore *self, uint32_t *id) CT_MUST_USE;

#endif
