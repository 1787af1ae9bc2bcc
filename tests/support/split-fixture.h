/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPLIT_FIXTURE_H
#define SPLIT_FIXTURE_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-track-colours.h"
#include "core/transcribe/ct-track-split.h"
#include "tests/support/fake-timbres.h"

extern const CtTrackColours split_fixture_colours;

/* @notes ([n]) on tracks of their own number, or all on one where @tracks is NULL. */
CtEditScore *split_fixture_new_score (const CtNote *notes, const int *tracks, size_t n, size_t n_tracks);

/* Three timbres in turn, all on one track. */
typedef struct
{
  FakeTimbres *timbres;
  CtRescoreEvidence evidence;
  CtEditScore *score;
} SplitFixture;

/* With the notes of @timbres, which it owns then. */
void split_fixture_fill (SplitFixture *fixture, FakeTimbres *timbres);
void split_fixture_set_up (SplitFixture *fixture, gconstpointer data);
void split_fixture_tear_down (SplitFixture *fixture, gconstpointer data);

CtTrackSplit *split_fixture_split (const SplitFixture *fixture, const uint64_t *ids, size_t n);
/* Of all notes of @track. */
CtTrackSplit *split_fixture_split_track (const SplitFixture *fixture, uint32_t track);

CtEditScore *split_fixture_preview (const CtTrackSplit *split, const CtEditScore *score);
/* What @split makes of the fixture's score, with as many new tracks; frees the split. */
CtEditScore *split_fixture_apply (CtTrackSplit *split, const SplitFixture *fixture, size_t n_new);

#endif
