/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-evidence.h"

#include <glib.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-candidates.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/heard-document.h"
#include "tests/support/heard-song.h"
#include "ui/document/ct-model.h"

typedef struct
{
  HeardSong *song;
  CtEvidence *evidence;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->song = heard_song_new (40, 2, 0.3, 1);
  fixture->evidence = heard_document_evidence (fixture->song);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->evidence, ct_evidence_unref);
  heard_song_free (fixture->song);
}

static CtEditNote
note_of (const CtEvidence *evidence, gsize candidate)
{
  const CtNote *heard = &evidence->candidates[candidate];

  return (CtEditNote){ .id = 1,
                       .onset_s = heard->onset_s,
                       .offset_s = heard->offset_s,
                       .midi = heard->midi,
                       .origin_midi = heard->midi,
                       .origin_frame = ct_candidates_frame (heard->onset_s, evidence->analysis->start_s) };
}

/* The timbre that a note was heard with, wherever it was moved since; none where it never was. */
static void
test_embedding (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < fixture->evidence->n_candidates; i++)
    {
      CtEditNote note = note_of (fixture->evidence, i);
      const float *embedding = ct_evidence_embedding (fixture->evidence, &note);

      g_assert_true (embedding == fixture->evidence->embeddings + i * CT_EMBEDDING_SIZE);
      note.onset_s += 1;
      note.midi++;
      g_assert_true (ct_evidence_embedding (fixture->evidence, &note) == embedding);
      g_assert_null (ct_evidence_embedding (NULL, &note));
      note.origin_midi = 0;
      note.origin_frame = -1;
      g_assert_null (ct_evidence_embedding (fixture->evidence, &note));
    }
}

static void
test_for_rescore (Fixture *fixture, gconstpointer data)
{
  CtRescoreEvidence evidence = ct_evidence_for_rescore (fixture->evidence);

  g_assert_true (evidence.posteriors == fixture->evidence->analysis->posteriors);
  g_assert_null (evidence.spectrogram);
  g_assert_true (evidence.candidates == fixture->evidence->candidates);
  g_assert_true (evidence.embeddings == fixture->evidence->embeddings);
  g_assert_cmpuint (evidence.n_candidates, ==, fixture->evidence->n_candidates);
  /* nobody knows which encoder's embeddings these are */
  g_assert_null (evidence.memory);
  g_assert_null (evidence.weights);
}

/* Embeddings of the encoder that the memory was trained with are for it, and stay so. */
static void
test_encoder (Fixture *fixture, gconstpointer data)
{
  guint64 encoder = ct_model_get_encoder ();
  CtSpectrogram *spectrogram;
  CtEvidence *same, *other;

  fixture->evidence->encoder = encoder;
  g_assert_nonnull (ct_model_get_memory ());
  g_assert_true (ct_evidence_for_rescore (fixture->evidence).memory == ct_model_get_memory ());
  g_assert_true (ct_evidence_for_rescore (fixture->evidence).weights == ct_model_get_weights ());
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  same = ct_evidence_with_spectrogram (fixture->evidence, spectrogram, 1);
  g_assert_true (ct_evidence_for_rescore (same).memory == ct_model_get_memory ());
  other = ct_evidence_with_candidates (same, NULL, NULL, 0, encoder + 1);
  g_assert_null (ct_evidence_for_rescore (other).memory);
  ct_evidence_unref (same);
  ct_evidence_unref (other);
}

/* What is made of other evidence shares with it, and keeps it for as long. */
static void
test_with_candidates (Fixture *fixture, gconstpointer data)
{
  CtNote *candidates = calloc (1, sizeof *candidates);
  float *embeddings = calloc (CT_EMBEDDING_SIZE, sizeof *embeddings);
  CtEvidence *more;
  gsize n_frames = fixture->evidence->analysis->posteriors->n_frames;

  embeddings[0] = 0.5f;
  more = ct_evidence_with_candidates (fixture->evidence, candidates, embeddings, 1, 0);
  g_assert_true (more->analysis == fixture->evidence->analysis);
  g_assert_true (more->candidates != fixture->evidence->candidates);
  g_clear_pointer (&fixture->evidence, ct_evidence_unref);
  g_assert_cmpuint (more->n_candidates, ==, 1);
  g_assert_cmpfloat (more->embeddings[0], ==, 0.5f);
  g_assert_cmpuint (more->analysis->posteriors->n_frames, ==, n_frames);
  g_assert_cmpint (more->analysis->posteriors->onset[n_frames * CT_N_PITCHES - 1], >=, 0);
  ct_evidence_unref (more);
}

/* Room for no embedding at all is let go of, too (a sanitizer finds it otherwise). */
static void
test_without_notes (Fixture *fixture, gconstpointer data)
{
  CtEvidence *none = ct_evidence_with_candidates (fixture->evidence, NULL, NULL, 0, 0);
  CtEvidence *made = ct_evidence_with_candidates (none, NULL, calloc (CT_EMBEDDING_SIZE, sizeof (float)), 0, 0);

  g_assert_nonnull (made->embeddings);
  ct_evidence_unref (none);
  ct_evidence_unref (made);
}

static void
test_with_spectrogram (Fixture *fixture, gconstpointer data)
{
  CtSpectrogram *spectrogram;
  CtEvidence *seen, *more;

  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  seen = ct_evidence_with_spectrogram (fixture->evidence, spectrogram, 12.5);
  g_assert_true (seen->analysis->spectrogram == spectrogram);
  g_assert_cmpfloat (seen->analysis->duration_s, ==, 12.5);
  g_assert_true (seen->analysis->posteriors == fixture->evidence->analysis->posteriors);
  g_assert_true (seen->candidates == fixture->evidence->candidates);
  /* what was without it stays without it: a worker may have it */
  g_assert_null (fixture->evidence->analysis->spectrogram);

  /* a chain of three, let go from the first to the last */
  more = ct_evidence_with_candidates (seen, NULL, NULL, 0, 0);
  g_clear_pointer (&fixture->evidence, ct_evidence_unref);
  ct_evidence_unref (seen);
  g_assert_true (more->analysis->spectrogram == spectrogram);
  g_assert_cmpuint (ct_spectrogram_n_frames (spectrogram), ==, 0);
  g_assert_cmpuint (more->analysis->posteriors->n_frames, >, 0);
  ct_evidence_unref (more);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/evidence/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("embedding", test_embedding);
  ADD ("for-rescore", test_for_rescore);
  ADD ("encoder", test_encoder);
  ADD ("with-candidates", test_with_candidates);
  ADD ("without-notes", test_without_notes);
  ADD ("with-spectrogram", test_with_spectrogram);
  return g_test_run ();
}
