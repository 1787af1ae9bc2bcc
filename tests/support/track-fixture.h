/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRACK_FIXTURE_H
#define TRACK_FIXTURE_H

#include <glib.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "ui/document/ct-document.h"

/* A document of 300 notes of three timbres in turn: what tests of tracks begin with. */
typedef struct
{
  FakeTimbres *timbres;
  CtDocument *document;
  guint32 tracks[4]; /* ids, in the order shown; 0 beyond the last */
} TrackFixture;

/* A track for each timbre, or one for all where @together is not NULL. For g_test_add(). */
void track_fixture_set_up (TrackFixture *fixture, gconstpointer together);
/* Asserts that the score is still valid. */
void track_fixture_tear_down (TrackFixture *fixture, gconstpointer together);

/* The track at @place now. */
const CtEditTrack *track_fixture_at (TrackFixture *fixture, guint place);

/* The notes clustered as when timbres are found again, what hands decided fixed. Free it with g_free(). */
CtNote *track_fixture_cluster_again (CtDocument *document, const FakeTimbres *timbres, size_t *n_tracks);

#endif
