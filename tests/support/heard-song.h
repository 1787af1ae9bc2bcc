/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HEARD_SONG_H
#define HEARD_SONG_H

#include <glib.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/fake-timbres.h"

/* What a network could have heard of @n notes of @k timbres, a new note every 0.1 s for 0.4 s: posteriors,
 * levels, candidates and their embeddings. Of eight notes five are sure (onset posterior 0.8), one is at
 * 0.31, one at 0.18 and one at 0.08. Frees itself by heard_song_free(). */
typedef struct
{
  FakeTimbres *timbres;
  CtNotes candidates;
  float *embeddings; /* [candidates.n][CT_EMBEDDING_SIZE] */
  CtPosteriorgram *posteriors;
  CtSpectrogram *spectrogram;
  CtWeights *weights;
  CtRescoreEvidence evidence; /* borrows all of it */
} HeardSong;

HeardSong *heard_song_new (size_t n, int k, double spread, guint32 seed);
void heard_song_free (HeardSong *self);

/* The timbre of the note that was heard in @frame with pitch @midi; -1: none was. */
int heard_song_timbre (const HeardSong *self, int frame, int midi);

/* The song decoded again with @options inside @scope; fails the test where that fails. */
CtEditScore *heard_song_rescore (const HeardSong *self,
                                 const CtEditScore *before,
                                 const CtTranscriberOptions *options,
                                 const CtRescoreScope *scope);

/* The note of @score with @id, or NULL. */
const CtEditNote *heard_song_find_note (const CtEditScore *score, uint64_t id);

#endif
