/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RESCORE_FIXTURE_H
#define RESCORE_FIXTURE_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-song.h"

/* For g_test_add(): a song of 240 notes of three timbres, and its score as it is first made. */
typedef struct
{
  HeardSong *song;
  CtTranscriberOptions options; /* the defaults */
  CtEditScore *score;           /* with 3 tracks, as heard with them */
} RescoreFixture;

void rescore_fixture_set_up (RescoreFixture *fixture, gconstpointer data);
void rescore_fixture_tear_down (RescoreFixture *fixture, gconstpointer data);

/* Makes a score again, which must succeed; free it with ct_edit_score_free(). */
CtEditScore *rescore_fixture_run (const RescoreFixture *fixture,
                                  const CtEditScore *before,
                                  const CtTranscriberOptions *options,
                                  const CtRescoreScope *scope);

/* The defaults with another threshold for onsets. */
CtTranscriberOptions rescore_fixture_with_onset (const RescoreFixture *fixture, double threshold);

/* How many notes of a track, of all where it is 0, are no uncertain ones. */
size_t rescore_fixture_count (const CtEditScore *score, uint32_t track);

/* The @nth note that is no uncertain note. */
CtEditNote *rescore_fixture_sure_note (CtEditScore *score, size_t nth);

#endif
