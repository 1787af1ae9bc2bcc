/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-program-guess.h"

/* The programs that the weights know, each along an axis of its own. */
static const float numbers[] = { 40, 73, 200 };

#define N_PROGRAMS G_N_ELEMENTS (numbers)

static void
append_entry (GByteArray *blob, const char *name, guint32 n_dims, guint32 rows, guint32 columns)
{
  guint32 dims[] = { n_dims, rows, columns, 1, 1 };
  char padded[32] = { 0 };

  g_strlcpy (padded, name, sizeof padded);
  g_byte_array_append (blob, (const guint8 *) padded, sizeof padded);
  g_byte_array_append (blob, (const guint8 *) dims, sizeof dims);
}

static CtWeights *
new_weights (const char *name)
{
  GByteArray *blob = g_byte_array_new ();
  guint64 hash = 0xcbf29ce484222325u;
  CtWeights *weights;

  g_byte_array_append (blob, (const guint8 *) "CTWEIGHT\1\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0", 24);
  append_entry (blob, name, 1, N_PROGRAMS, 1);
  append_entry (blob, "programs.embedding", 2, N_PROGRAMS, CT_EMBEDDING_SIZE);
  g_byte_array_append (blob, (const guint8 *) numbers, sizeof numbers);
  for (gsize i = 0; i < N_PROGRAMS; i++)
    {
      float axis[CT_EMBEDDING_SIZE] = { 0 };

      axis[i] = 1;
      g_byte_array_append (blob, (const guint8 *) axis, sizeof axis);
    }
  for (guint i = 24; i < blob->len; i++)
    hash = (hash ^ blob->data[i]) * 0x100000001b3u;
  memcpy (blob->data + 16, &hash, 8);
  g_assert_cmpint (ct_weights_new_from_data (blob->data, blob->len, &weights), ==, CT_STATUS_OK);
  g_byte_array_unref (blob);
  return weights;
}

/* A note on @track whose embedding lies @degrees from axis @from towards axis @to. */
static void
add_note (CtScore *score, float *embeddings, int track, int from, int to, double degrees, double confidence)
{
  float *embedding = embeddings + score->notes.n * CT_EMBEDDING_SIZE;
  CtNote note = { .track = (gint16) track, .confidence = (float) confidence };

  embedding[from] = (float) cos (degrees * G_PI / 180);
  embedding[to] = (float) sin (degrees * G_PI / 180);
  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
}

static void
test_nearest (void)
{
  CtWeights *weights = new_weights ("programs.number");
  float embeddings[12 * CT_EMBEDDING_SIZE] = { 0 };
  CtScore *score;

  g_assert_cmpint (ct_score_new (7, &score), ==, CT_STATUS_OK);
  for (size_t i = 0; i < score->n_tracks; i++)
    score->tracks[i].program = 99;
  add_note (score, embeddings, 0, 0, 5, 20, 1);
  add_note (score, embeddings, 1, 1, 0, 30, 1);
  add_note (score, embeddings, 2, 1, 5, 45, 1); /* cosine 0.71: no program is that near */
  add_note (score, embeddings, 3, 2, 5, 0, 1);  /* its program is no General MIDI number */
  /* the surer note decides */
  add_note (score, embeddings, 4, 0, 5, 0, 0.9);
  add_note (score, embeddings, 4, 1, 5, 0, 0.3);
  /* an uncertain one does not */
  add_note (score, embeddings, 5, 1, 5, 0, 1);
  add_note (score, embeddings, 5, 0, 5, 0, 1);
  score->notes.notes[score->notes.n - 1].uncertain = TRUE;
  ct_program_guess (weights, embeddings, score);
  g_assert_cmpint (score->tracks[0].program, ==, 40);
  g_assert_cmpint (score->tracks[1].program, ==, 73);
  g_assert_cmpint (score->tracks[2].program, ==, 0);
  g_assert_cmpint (score->tracks[3].program, ==, 0);
  g_assert_cmpint (score->tracks[4].program, ==, 40);
  g_assert_cmpint (score->tracks[5].program, ==, 73);
  g_assert_cmpint (score->tracks[6].program, ==, 0); /* without a note */
  ct_score_free (score);
  ct_weights_free (weights);
}

static void
test_unknown (void)
{
  CtWeights *weights = new_weights ("something.else");
  float embeddings[CT_EMBEDDING_SIZE] = { 0 };
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  score->tracks[0].program = 99;
  add_note (score, embeddings, 0, 0, 5, 0, 1);
  ct_program_guess (weights, embeddings, score);
  g_assert_cmpint (score->tracks[0].program, ==, 0);
  ct_score_free (score);
  ct_weights_free (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program-guess/nearest", test_nearest);
  g_test_add_func ("/program-guess/unknown", test_unknown);
  return g_test_run ();
}
