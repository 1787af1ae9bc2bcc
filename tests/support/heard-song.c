/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/heard-song.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-candidates.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transform/ct-cqt.h"

#define FIRST_FRAME 20
#define FRAMES_APART 9
#define LENGTH 34

/* of new tracks: any that differ */
static const guint32 colours[] = {
  0x100000, 0x200000, 0x300000, 0x400000, 0x001000, 0x002000, 0x003000, 0x004000,
  0x000010, 0x000020, 0x000030, 0x000040, 0x101000, 0x202000, 0x303000, 0x404000,
};

static const guint8 onsets[8] = { 204, 204, 80, 204, 46, 204, 204, 20 };

static int
note_frame (size_t i)
{
  return FIRST_FRAME + (int) i * FRAMES_APART;
}

/* Pitches that come back, or have a neighbour, only after the note before has ended. */
static int
note_midi (size_t i)
{
  return 48 + (int) (i * 5 % 36);
}

static void
put_note (HeardSong *self, size_t i)
{
  size_t at = (size_t) note_frame (i) * CT_N_PITCHES + (size_t) (note_midi (i) - CT_MIDI_LOW);

  self->posteriors->onset[at - CT_N_PITCHES] = onsets[i % 8] / 3;
  self->posteriors->onset[at] = onsets[i % 8];
  self->posteriors->onset[at + CT_N_PITCHES] = onsets[i % 8] / 3;
  for (size_t frame = 0; frame < LENGTH; frame++)
    self->posteriors->frame[at + frame * CT_N_PITCHES] = 230;
}

/* Levels of which a part belongs to the notes: their loudness says which timbre they are of. */
static void
fill_levels (HeardSong *self, size_t n_frames)
{
  size_t n_blocks = (n_frames + CT_SPECTROGRAM_BLOCK_FRAMES - 1) / CT_SPECTROGRAM_BLOCK_FRAMES;
  g_autofree float *transform = g_new0 (float, 2 * CT_CQT_BINS * CT_SPECTROGRAM_BLOCK_FRAMES * n_blocks);

  for (size_t i = 0; i < self->timbres->n; i++)
    for (int frame = 0; frame < LENGTH; frame++)
      transform[2 * (CT_CQT_BINS * (note_frame (i) + frame) + 3 * (note_midi (i) - CT_MIDI_LOW) + 1)]
          = 0.1f / (float) (1 + self->timbres->timbres[i]);
  g_assert_cmpint (ct_spectrogram_reserve (self->spectrogram, n_blocks - 1), ==, CT_STATUS_OK);
  for (size_t block = 0; block < n_blocks; block++)
    ct_spectrogram_store (self->spectrogram, block, transform + 2 * CT_CQT_BINS * CT_SPECTROGRAM_BLOCK_FRAMES * block,
                          CT_SPECTROGRAM_BLOCK_FRAMES);
  ct_spectrogram_finish (self->spectrogram, n_frames);
}

static size_t
nearest_note (const HeardSong *self, int frame)
{
  int i = (frame - FIRST_FRAME + FRAMES_APART / 2) / FRAMES_APART;

  return (size_t) CLAMP (i, 0, (int) self->timbres->n - 1);
}

HeardSong *
heard_song_new (size_t n, int k, double spread, guint32 seed)
{
  HeardSong *self = g_new0 (HeardSong, 1);
  size_t n_frames = (size_t) note_frame (n) + 100;
  CtNoteDecoderOptions options;

  self->timbres = fake_timbres_new (n, k, spread, 0, seed);
  g_assert_cmpint (ct_posteriorgram_new (n_frames, &self->posteriors), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_new (&self->spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_weights_new_builtin (&self->weights), ==, CT_STATUS_OK);
  for (size_t i = 0; i < n; i++)
    put_note (self, i);
  fill_levels (self, n_frames);
  ct_note_decoder_options_init (&options);
  g_assert_cmpint (ct_candidates_find (self->posteriors, self->spectrogram, &options, 0, &self->candidates), ==,
                   CT_STATUS_OK);
  self->embeddings = g_new (float, (self->candidates.n + 1) * CT_EMBEDDING_SIZE);
  for (size_t i = 0; i < self->candidates.n; i++)
    memcpy (self->embeddings + i * CT_EMBEDDING_SIZE,
            self->timbres->embeddings
                + nearest_note (self, ct_candidates_frame (self->candidates.notes[i].onset_s, 0)) * CT_EMBEDDING_SIZE,
            CT_EMBEDDING_SIZE * sizeof (float));
  self->evidence = (CtRescoreEvidence){ .posteriors = self->posteriors,
                                        .spectrogram = self->spectrogram,
                                        .candidates = self->candidates.notes,
                                        .embeddings = self->embeddings,
                                        .n_candidates = self->candidates.n,
                                        .weights = self->weights,
                                        .colours = { colours, G_N_ELEMENTS (colours) } };
  return self;
}

void
heard_song_free (HeardSong *self)
{
  fake_timbres_free (self->timbres);
  ct_notes_clear (&self->candidates);
  g_free (self->embeddings);
  ct_posteriorgram_free (self->posteriors);
  ct_spectrogram_free (self->spectrogram);
  ct_weights_free (self->weights);
  g_free (self);
}

int
heard_song_timbre (const HeardSong *self, int frame, int midi)
{
  size_t i = nearest_note (self, frame);

  return note_midi (i) == midi && abs (note_frame (i) - frame) <= 2 ? self->timbres->timbres[i] : -1;
}

CtEditScore *
heard_song_rescore (const HeardSong *self,
                    const CtEditScore *before,
                    const CtTranscriberOptions *options,
                    const CtRescoreScope *scope)
{
  CtEditScore *after;

  g_assert_cmpint (ct_rescore (&self->evidence, before, options, scope, &after), ==, CT_STATUS_OK);
  return after;
}

const CtEditNote *
heard_song_find_note (const CtEditScore *score, uint64_t id)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].id == id)
      return &score->notes[i];
  return NULL;
}
