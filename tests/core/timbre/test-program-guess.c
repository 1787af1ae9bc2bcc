/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-program.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-program-guess.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/blob-builder.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/partial-spectrogram.h"

#define N_FEATURES (CT_EMBEDDING_SIZE + 3 + 84)
#define PITCH CT_EMBEDDING_SIZE
#define LEVELS (CT_EMBEDDING_SIZE + 3)
#define N_PROTOTYPES 5

/* Flute and oboe by the embedding's first two numbers, oboe once more by the third; bass by a low register; piano by a
 * decay of the first harmonic. The last program is no General MIDI number. */
static CtWeights *
new_weights (float program_bound, float family_bound)
{
  const float programs[N_PROTOTYPES] = { 73, 68, 68, 33, 0 }, biases[N_PROTOTYPES] = { 0 };
  const float bounds[2] = { program_bound, family_bound };
  float weights[N_PROTOTYPES][N_FEATURES] = { { 0 } };
  BlobBuilder builder;

  weights[0][0] = 4;
  weights[1][1] = 4;
  weights[2][2] = 4;
  weights[3][PITCH] = -8;
  weights[4][LEVELS + 3] = 8;  /* the attack's end */
  weights[4][LEVELS + 6] = -8; /* what is left of it */
  blob_builder_init (&builder);
  blob_builder_add (&builder, "names.program", 1, (size_t[]){ N_PROTOTYPES }, programs);
  blob_builder_add (&builder, "names.bias", 1, (size_t[]){ N_PROTOTYPES }, biases);
  blob_builder_add (&builder, "names.bounds", 1, (size_t[]){ 2 }, bounds);
  blob_builder_add (&builder, "names.weight", 2, (size_t[]){ N_PROTOTYPES, N_FEATURES }, &weights[0][0]);
  return blob_builder_finish (&builder);
}

/* A note on @track whose embedding has @share of axis @a, and the rest of axis @b. */
static void
add_note (CtScore *score, float *embeddings, int track, int midi, int a, int b, double share)
{
  float *embedding = embeddings + score->notes.n * CT_EMBEDDING_SIZE;
  CtNote note = { .onset_s = 1, .offset_s = 2, .track = (gint16) track, .midi = (guint8) midi, .confidence = 1 };

  embedding[b] = (float) (1 - share);
  embedding[a] = (float) share;
  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
}

static void
guess (CtWeights *weights, const float *embeddings, CtSpectrogram *spectrogram, CtScore *score)
{
  g_assert_cmpint (ct_program_guess (weights, embeddings, spectrogram, 0.5, score), ==, CT_STATUS_OK);
}

/* The program where it is sure, the family where its programs share what is sure, else the number; the second of two
 * alike gets a number. */
static void
test_names (void)
{
  CtWeights *weights = new_weights (0.6f, 0.8f);
  CtSpectrogram *spectrogram = partial_spectrogram_new (300);
  float embeddings[12 * CT_EMBEDDING_SIZE] = { 0 };
  CtScore *score;

  g_assert_cmpint (ct_score_new (7, &score), ==, CT_STATUS_OK);
  add_note (score, embeddings, 0, 60, 0, 5, 1);   /* a flute */
  add_note (score, embeddings, 1, 60, 0, 1, 0.5); /* flute or oboe */
  add_note (score, embeddings, 2, 60, 9, 9, 1);   /* nothing that is known */
  add_note (score, embeddings, 3, 60, 1, 2, 0.5); /* an oboe, by whichever maker */
  add_note (score, embeddings, 4, 31, 9, 9, 1);   /* low */
  add_note (score, embeddings, 5, 60, 0, 5, 1);   /* another flute; the uncertain note does not count */
  add_note (score, embeddings, 5, 60, 1, 5, 1);
  score->notes.notes[score->notes.n - 1].uncertain = TRUE;
  guess (weights, embeddings, spectrogram, score);
  g_assert_cmpstr (score->tracks[0].name, ==, "Flute");
  g_assert_cmpint (score->tracks[0].naming, ==, CT_NAMING_PROGRAM);
  g_assert_cmpint (score->tracks[0].program, ==, 73);
  g_assert_cmpstr (score->tracks[1].name, ==, "Woodwinds");
  g_assert_cmpint (score->tracks[1].naming, ==, CT_NAMING_FAMILY);
  g_assert_cmpint (ct_program_family (score->tracks[1].program), ==, ct_program_family (73));
  g_assert_cmpstr (score->tracks[2].name, ==, "Track 3");
  g_assert_cmpint (score->tracks[2].naming, ==, CT_NAMING_NUMBER);
  g_assert_cmpstr (score->tracks[3].name, ==, "Oboe");
  g_assert_cmpint (score->tracks[4].program, ==, 33);
  g_assert_cmpstr (score->tracks[5].name, ==, "Flute 2");
  g_assert_cmpstr (score->tracks[6].name, ==, "Track 7"); /* without a note */
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
  ct_weights_free (weights);
}

/* A bass where one is played; high up it is the piano that is next. */
static void
test_compass (void)
{
  const float programs[] = { 33, 0 }, biases[] = { 4, 2 }, bounds[] = { 0.5f, 0.5f }, weights[2 * N_FEATURES] = { 0 };
  CtSpectrogram *spectrogram = partial_spectrogram_new (300);
  float embeddings[2 * CT_EMBEDDING_SIZE] = { 0 };
  BlobBuilder builder;
  CtWeights *made;
  CtScore *score;

  blob_builder_init (&builder);
  blob_builder_add (&builder, "names.program", 1, (size_t[]){ 2 }, programs);
  blob_builder_add (&builder, "names.bias", 1, (size_t[]){ 2 }, biases);
  blob_builder_add (&builder, "names.bounds", 1, (size_t[]){ 2 }, bounds);
  blob_builder_add (&builder, "names.weight", 2, (size_t[]){ 2, N_FEATURES }, weights);
  made = blob_builder_finish (&builder);
  g_assert_cmpint (ct_score_new (2, &score), ==, CT_STATUS_OK);
  add_note (score, embeddings, 0, 40, 0, 5, 1);
  add_note (score, embeddings, 1, 88, 0, 5, 1);
  guess (made, embeddings, spectrogram, score);
  g_assert_cmpint (score->tracks[0].program, ==, 33);
  g_assert_cmpint (score->tracks[1].program, ==, 0);
  g_assert_cmpstr (score->tracks[1].name, ==, "Acoustic Grand Piano");
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
  ct_weights_free (made);
}

/* Two notes of one pitch and one embedding: one decays, one does not. */
static void
test_decay (void)
{
  CtWeights *weights = new_weights (0.6f, 0.8f);

  for (int decays = 0; decays < 2; decays++)
    {
      CtSpectrogram *spectrogram = partial_spectrogram_new (300);
      float embeddings[CT_EMBEDDING_SIZE] = { 0 };
      CtScore *score;

      partial_spectrogram_add (spectrogram, 261.63, 43, decays ? 65 : 160, -20); /* from 1 s, 0.5 s after frame 0 */
      g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
      add_note (score, embeddings, 0, 60, 9, 9, 1);
      guess (weights, embeddings, spectrogram, score);
      g_assert_cmpstr (score->tracks[0].name, ==, decays ? "Acoustic Grand Piano" : "Track 1");
      ct_score_free (score);
      ct_spectrogram_free (spectrogram);
    }
  ct_weights_free (weights);
}

/* Without a spectrogram, or weights that know nothing, tracks keep their numbers; so do notes beside the recording. */
static void
test_unknown (void)
{
  CtWeights *weights = new_weights (0.6f, 0.8f), *others;
  CtSpectrogram *spectrogram = partial_spectrogram_new (20);
  float embeddings[3 * CT_EMBEDDING_SIZE] = { 0 };
  BlobBuilder builder;
  CtScore *score;

  blob_builder_init (&builder);
  blob_builder_add (&builder, "something.else", 1, (size_t[]){ 1 }, &(float){ 1 });
  others = blob_builder_finish (&builder);
  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  add_note (score, embeddings, 0, 0, 0, 5, 1);
  add_note (score, embeddings, 0, 127, 0, 5, 1);
  for (int i = 0; i < 2; i++)
    {
      score->tracks[0].program = 99;
      guess (i ? others : weights, embeddings, i ? spectrogram : NULL, score);
      g_assert_cmpint (score->tracks[0].program, ==, 0);
      g_assert_cmpint (score->tracks[0].naming, ==, CT_NAMING_NUMBER);
      g_assert_cmpstr (score->tracks[0].name, ==, "Track 1");
    }
  guess (weights, embeddings, spectrogram, score);
  g_assert_cmpstr (score->tracks[0].name, ==, "Flute");
  ct_score_free (score);
  ct_spectrogram_free (spectrogram);
  ct_weights_free (weights);
  ct_weights_free (others);
}

typedef struct
{
  CtWeights *weights;
  CtSpectrogram *spectrogram;
  float embeddings[CT_EMBEDDING_SIZE];
  CtScore *score;
} Guess;

static CtStatus
try_guess (void *data)
{
  Guess *it = data;

  return ct_program_guess (it->weights, it->embeddings, it->spectrogram, 0, it->score);
}

static void
test_no_memory (void)
{
  Guess it = { new_weights (0.6f, 0.8f), partial_spectrogram_new (20), { 1 }, NULL };

  g_assert_cmpint (ct_score_new (1, &it.score), ==, CT_STATUS_OK);
  add_note (it.score, it.embeddings, 0, 60, 0, 5, 1);
  failing_allocator_try_all (try_guess, &it);
  ct_score_free (it.score);
  ct_spectrogram_free (it.spectrogram);
  ct_weights_free (it.weights);
}

/* Every program has a name, and a family or none; some register is its own. */
static void
test_labels (void)
{
  g_assert_true (ct_program_plays (72, 90) && !ct_program_plays (72, 60) && ct_program_plays (0, 21));
  for (int midi = 0; midi < 128; midi++)
    g_assert_true (ct_program_plays (0, midi));
  for (unsigned program = 0; program < CT_N_PROGRAMS; program++)
    {
      g_assert_true (ct_program_plays (program, 72) || ct_program_plays (program, 48));
      int family = ct_program_family (program);

      g_assert_cmpstr (ct_program_label (CT_NAMING_PROGRAM, program), ==, ct_program_name (program));
      g_assert_null (ct_program_label (CT_NAMING_NUMBER, program));
      g_assert_true (family >= 0 && family <= CT_N_INSTRUMENT_FAMILIES);
      g_assert_cmpint (ct_program_label (CT_NAMING_FAMILY, program) != NULL, ==, family < CT_N_INSTRUMENT_FAMILIES);
    }
  g_assert_cmpstr (ct_program_label (CT_NAMING_FAMILY, 40), ==, "Strings");
  g_assert_cmpstr (ct_program_label (CT_NAMING_FAMILY, 48), ==, "Strings");
  g_assert_cmpstr (ct_program_label (CT_NAMING_FAMILY, 52), ==, "Voices");
  g_assert_cmpstr (ct_program_label (CT_NAMING_FAMILY, 71), ==, "Woodwinds");
  g_assert_null (ct_program_label (CT_NAMING_FAMILY, 127));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program-guess/names", test_names);
  g_test_add_func ("/program-guess/compass", test_compass);
  g_test_add_func ("/program-guess/decay", test_decay);
  g_test_add_func ("/program-guess/unknown", test_unknown);
  g_test_add_func ("/program-guess/no-memory", test_no_memory);
  g_test_add_func ("/program-guess/labels", test_labels);
  return g_test_run ();
}
