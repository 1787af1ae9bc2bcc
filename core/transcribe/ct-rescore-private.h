/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_RESCORE_PRIVATE_H
#define CT_RESCORE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
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
  bool keeps_track;    /* it stays on that track */
  bool binds;          /* the user chose its track, or it stays as it is: what sounds like it may join it */
  bool stays;          /* as it is */
  bool keeps_all;      /* no correction of tracks may change it */
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
  CtRescoreItem *items; /* [n], in the order of a score's notes */
  size_t n;
  CtEditTrack *tracks; /* [n_tracks]: those before, then new ones */
  size_t n_tracks, track_capacity;
  uint32_t next_track_id;
} CtRescore;

#define CT_MATCH_NONE -1
#define CT_MATCH_DELETED -2

/* Matches decoded @notes ([n]) with the notes of the score before, by where those were heard: an index, CT_MATCH_NONE,
 * or CT_MATCH_DELETED where a deleted note was heard. No two match the same note; the nearest pairs are matched
 * first. */
CtStatus ct_rescore_match (const CtRescore *rescore, const CtNote *notes, size_t n, ptrdiff_t *matches) CT_MUST_USE;

/* Finds the tracks of all items. New tracks are appended, and @rescore->n may shrink by new
 * items that belong to tracks out of scope. */
CtStatus ct_rescore_find_tracks (CtRescore *rescore) CT_MUST_USE;

/* The index in @rescore->tracks of the track with @id; -1: none. */
int ct_rescore_track_index (const CtRescore *self, uint32_t id);
CtStatus ct_rescore_add_track (CtRescore *self, uint32_t *id) CT_MUST_USE;

#endif
