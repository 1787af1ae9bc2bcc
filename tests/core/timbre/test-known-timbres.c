/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres.h"
#include "tests/support/blob-builder.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/known-weights.h"

#define N 240
#define TIMBRES 3
#define ENCODER 77

/* A song with a track for each timbre. */
static FakeTimbres *
new_song (guint32 seed)
{
  FakeTimbres *song = fake_timbres_new (N, TIMBRES, 0.3, 0, 1);

  /* other notes of the same timbres */
  for (size_t i = 0; i < song->n; i++)
    {
      song->notes[i].track = (int16_t) song->timbres[i];
      song->notes[i].midi = (uint8_t) (50 + (i * 7 + seed) % 24);
    }
  return song;
}

static CtHeardTracks
hear (const CtWeights *weights, uint64_t encoder, const FakeTimbres *song, const unsigned char *taken)
{
  return (CtHeardTracks){ .weights = weights,
                          .encoder = encoder,
                          .embeddings = song->embeddings,
                          .notes = song->notes,
                          .n = song->n,
                          .n_tracks = TIMBRES,
                          .taken = taken };
}

static void
match (const CtKnownTimbres *known,
       uint64_t encoder,
       const FakeTimbres *song,
       const unsigned char *taken,
       CtTimbreMatch *matches)
{
  CtWeights *weights = known_weights_new ();
  CtHeardTracks heard = hear (weights, encoder, song, taken);

  g_assert_cmpint (ct_known_timbres_match (known, &heard, matches), ==, CT_STATUS_OK);
  ct_weights_free (weights);
}

static CtStatus
learn (CtKnownTimbres *known, const FakeTimbres *song, const char *name, int track, uint64_t mark)
{
  CtTimbreLesson lesson = { .name = name,
                            .rgb = 0x123456,
                            .program = (uint8_t) (40 + track),
                            .encoder = ENCODER,
                            .song = mark };

  return ct_known_timbres_learn (known, &lesson, song->embeddings, song->notes, song->n, track);
}

static CtKnownTimbres *
new_known (void)
{
  CtKnownTimbres *known;

  g_assert_cmpint (ct_known_timbres_new (&known), ==, CT_STATUS_OK);
  return known;
}

static void
assert_match (const CtKnownTimbres *known, const FakeTimbres *song, const unsigned char *taken, const int *expected)
{
  CtTimbreMatch matches[TIMBRES];

  match (known, ENCODER, song, taken, matches);
  for (int i = 0; i < TIMBRES; i++)
    {
      g_assert_cmpint (matches[i].timbre, ==, expected[i]);
      if (expected[i] >= 0)
        g_assert_cmpfloat (matches[i].probability, >=, CT_KNOWN_TIMBRE_SURE);
    }
}

/* Tracks are found by their timbre, whatever their order; what was never learned is not recognised. */
static void
test_recognised (void)
{
  CtKnownTimbres *known = new_known ();
  FakeTimbres *song = new_song (1), *other = new_song (2);

  assert_match (known, other, NULL, (int[]){ -1, -1, -1 });
  g_assert_cmpint (learn (known, song, "Anna", 2, 1), ==, CT_STATUS_OK);
  g_assert_cmpint (learn (known, song, "Ben", 0, 1), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, 2);
  assert_match (known, other, NULL, (int[]){ 1, -1, 0 });
  assert_match (known, other, (unsigned char[]){ 1, 0 }, (int[]){ 1, -1, -1 });
  fake_timbres_free (song);
  fake_timbres_free (other);
  ct_known_timbres_free (known);
}

/* Weights that do not know how instruments differ recognise nobody. */
static void
test_no_directions (void)
{
  CtKnownTimbres *known = new_known ();
  FakeTimbres *song = new_song (1);
  CtTimbreMatch matches[TIMBRES];
  BlobBuilder builder;
  CtWeights *weights;
  CtHeardTracks heard;

  blob_builder_init (&builder);
  blob_builder_add (&builder, "known.mean", 1, (size_t[]){ 1 }, (float[]){ 0 });
  weights = blob_builder_finish (&builder);
  heard = hear (weights, ENCODER, song, NULL);
  g_assert_cmpint (learn (known, song, "Anna", 2, 1), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_known_timbres_match (known, &heard, matches), ==, CT_STATUS_OK);
  for (int i = 0; i < TIMBRES; i++)
    g_assert_cmpint (matches[i].timbre, ==, -1);
  ct_weights_free (weights);
  fake_timbres_free (song);
  ct_known_timbres_free (known);
}

/* A timbre belongs to one track only, and a track has one. */
static void
test_one_to_one (void)
{
  CtKnownTimbres *known = new_known ();
  FakeTimbres *song = new_song (1);
  CtTimbreMatch matches[TIMBRES];

  g_assert_cmpint (learn (known, song, "Anna", 1, 1), ==, CT_STATUS_OK);
  g_assert_cmpint (learn (known, song, "Twin", 1, 1), ==, CT_STATUS_OK);
  for (size_t i = 0; i < song->n; i++)
    if (song->notes[i].track == 1 && i % 2)
      song->notes[i].track = 0;
    else if (song->notes[i].track != 1)
      song->notes[i].track = 2;
  match (known, ENCODER, song, NULL, matches);
  g_assert_cmpint (matches[0].timbre, >=, 0);
  g_assert_cmpint (matches[1].timbre, >=, 0);
  g_assert_cmpint (matches[0].timbre, !=, matches[1].timbre);
  g_assert_cmpint (matches[2].timbre, ==, -1);
  fake_timbres_free (song);
  ct_known_timbres_free (known);
}

/* Embeddings of another encoder say nothing, and are kept until they are learned anew. */
static void
test_asleep (void)
{
  CtKnownTimbres *known = new_known ();
  FakeTimbres *song = new_song (1);
  CtTimbreMatch matches[TIMBRES];
  CtTimbreLesson lesson = { .name = "Anna", .encoder = ENCODER + 1, .song = 5 };

  g_assert_cmpint (learn (known, song, "Anna", 0, 1), ==, CT_STATUS_OK);
  match (known, ENCODER + 1, song, NULL, matches);
  g_assert_cmpint (matches[0].timbre, ==, -1);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, 1);

  g_assert_cmpint (ct_known_timbres_learn (known, &lesson, song->embeddings, song->notes, song->n, 0), ==,
                   CT_STATUS_OK);
  g_assert_cmpuint (ct_known_timbres_get (known, 0)->n_songs, ==, 2);
  for (size_t i = 0; i < ct_known_timbres_get (known, 0)->n_prototypes; i++)
    g_assert_cmpuint (ct_known_timbres_get (known, 0)->prototypes[i].song, ==, 5);
  fake_timbres_free (song);
  ct_known_timbres_free (known);
}

/* A song counts once; its notes replace those it taught before; of many songs the latest are kept. */
static void
test_songs (void)
{
  CtKnownTimbres *known = new_known ();
  FakeTimbres *song = new_song (1);
  const CtKnownTimbre *timbre;

  for (int i = 0; i < 2; i++)
    g_assert_cmpint (learn (known, song, "Anna", 0, 1), ==, CT_STATUS_OK);
  timbre = ct_known_timbres_get (known, 0);
  g_assert_cmpuint (timbre->n_songs, ==, 1);
  g_assert_cmpuint (timbre->n_prototypes, <=, CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG);
  for (guint mark = 2; mark <= CT_KNOWN_TIMBRE_SONGS + 6; mark++)
    g_assert_cmpint (learn (known, song, "Anna", 0, mark), ==, CT_STATUS_OK);
  timbre = ct_known_timbres_get (known, 0);
  g_assert_cmpuint (timbre->n_songs, ==, CT_KNOWN_TIMBRE_SONGS + 6);
  g_assert_cmpuint (timbre->n_prototypes, ==, CT_KNOWN_TIMBRE_PROTOTYPES);
  g_assert_cmpuint (timbre->songs[0], ==, CT_KNOWN_TIMBRE_SONGS + 6);
  g_assert_cmpuint (timbre->prototypes[0].song, ==, CT_KNOWN_TIMBRE_SONGS + 6);
  g_assert_cmpuint (timbre->prototypes[CT_KNOWN_TIMBRE_PROTOTYPES - 1].song, >, CT_KNOWN_TIMBRE_SONGS);
  fake_timbres_free (song);
  ct_known_timbres_free (known);
}

/* Nothing is learned of nothing, and nothing changes then. */
static void
test_refused (void)
{
  CtKnownTimbres *known = new_known ();
  FakeTimbres *song = new_song (1);

  for (size_t i = 0; i < song->n; i++)
    {
      song->notes[i].uncertain = song->notes[i].track == 1;
      if (song->notes[i].track == 2)
        memset (song->embeddings + i * CT_EMBEDDING_SIZE, 0, CT_EMBEDDING_SIZE * sizeof (float));
    }
  song->embeddings[0] = song->notes[0].track == 0 ? NAN : song->embeddings[0];
  g_assert_cmpint (learn (known, song, "A", 1, 1), ==, CT_STATUS_EMPTY);
  g_assert_cmpint (learn (known, song, "A", 2, 1), ==, CT_STATUS_EMPTY);
  g_assert_cmpint (learn (known, song, "A", 3, 1), ==, CT_STATUS_EMPTY);
  g_assert_cmpint (learn (known, song, "\n\xff", 0, 1), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (learn (known, song, "A", 0, 0), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, 0);
  g_assert_cmpint (learn (known, song, "A", 0, 1), ==, CT_STATUS_OK);
  for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
    g_assert_true (isfinite (ct_known_timbres_get (known, 0)->prototypes[0].embedding[d]));
  for (guint i = 1; i < CT_KNOWN_TIMBRES_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("A%u", i);

      g_assert_cmpint (learn (known, song, name, 0, 1), ==, CT_STATUS_OK);
    }
  g_assert_cmpint (learn (known, song, "one more", 0, 1), ==, CT_STATUS_TOO_LARGE);
  g_assert_cmpint (learn (known, song, "A", 0, 2), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, CT_KNOWN_TIMBRES_MAX);
  fake_timbres_free (song);
  ct_known_timbres_free (known);
}

/* Names stay each other's only one; a merged timbre is recognised by what either knew. */
static void
test_order (void)
{
  CtKnownTimbres *known = new_known (), *copy;
  FakeTimbres *song = new_song (1);
  size_t n_prototypes;

  g_assert_cmpint (learn (known, song, "Anna", 0, 1), ==, CT_STATUS_OK);
  g_assert_cmpint (learn (known, song, "Ben", 1, 2), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_known_timbres_rename (known, 0, "Ben"), ==, CT_STATUS_EXISTS);
  g_assert_cmpint (ct_known_timbres_rename (known, 0, "\t"), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_known_timbres_rename (known, 0, "Cleo"), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_known_timbres_rename (known, 0, "Cleo"), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_known_timbres_find (known, "Anna"), ==, -1);
  g_assert_cmpint (ct_known_timbres_find (known, "Cleo"), ==, 0);

  g_assert_cmpint (ct_known_timbres_copy (known, &copy), ==, CT_STATUS_OK);
  n_prototypes = ct_known_timbres_get (known, 0)->n_prototypes + ct_known_timbres_get (known, 1)->n_prototypes;
  ct_known_timbres_merge (known, 1, 0);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, 1);
  g_assert_cmpstr (ct_known_timbres_get (known, 0)->name, ==, "Ben");
  g_assert_cmpuint (ct_known_timbres_get (known, 0)->n_songs, ==, 2);
  g_assert_cmpuint (ct_known_timbres_get (known, 0)->n_prototypes, ==, n_prototypes);

  /* once more what is known already adds nothing */
  g_assert_cmpint (ct_known_timbres_import (known, copy), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_known_timbres_import (known, copy), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_known_timbres_n (known), ==, 2);
  g_assert_cmpuint (ct_known_timbres_get (known, 0)->n_songs, ==, 2);
  g_assert_cmpuint (ct_known_timbres_get (known, 0)->n_prototypes, ==, n_prototypes);
  ct_known_timbres_forget (known, 0);
  g_assert_cmpstr (ct_known_timbres_get (known, 0)->name, ==, "Cleo");
  fake_timbres_free (song);
  ct_known_timbres_free (copy);
  ct_known_timbres_free (known);
}

typedef struct
{
  FakeTimbres *song;
  CtWeights *weights;
} Uses;

static CtStatus
use_all (void *data)
{
  const Uses *uses = data;
  const FakeTimbres *song = uses->song;
  CtHeardTracks heard = hear (uses->weights, ENCODER, song, NULL);
  CtKnownTimbres *known = NULL, *copy = NULL;
  CtTimbreMatch matches[TIMBRES];
  CtStatus status = ct_known_timbres_new (&known);

  if (status == CT_STATUS_OK)
    status = learn (known, song, "Anna", 0, 1);
  if (status == CT_STATUS_OK)
    status = learn (known, song, "Ben", 1, 1);
  if (status == CT_STATUS_OK)
    status = ct_known_timbres_copy (known, &copy);
  if (status == CT_STATUS_OK)
    status = ct_known_timbres_rename (copy, 0, "Cleo");
  if (status == CT_STATUS_OK)
    status = ct_known_timbres_import (known, copy);
  if (status == CT_STATUS_OK)
    status = ct_known_timbres_match (known, &heard, matches);
  ct_known_timbres_free (copy);
  ct_known_timbres_free (known);
  return status;
}

static void
test_no_memory (void)
{
  Uses uses = { new_song (1), known_weights_new () };

  failing_allocator_try_all (use_all, &uses);
  fake_timbres_free (uses.song);
  ct_weights_free (uses.weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known-timbres/recognised", test_recognised);
  g_test_add_func ("/known-timbres/no-directions", test_no_directions);
  g_test_add_func ("/known-timbres/one-to-one", test_one_to_one);
  g_test_add_func ("/known-timbres/asleep", test_asleep);
  g_test_add_func ("/known-timbres/songs", test_songs);
  g_test_add_func ("/known-timbres/refused", test_refused);
  g_test_add_func ("/known-timbres/order", test_order);
  g_test_add_func ("/known-timbres/no-memory", test_no_memory);
  return g_test_run ();
}
