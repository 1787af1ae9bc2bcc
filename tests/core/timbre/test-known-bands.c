/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres.h"
#include "tests/support/known-weights.h"

#define ENCODER 77
#define TRACKS 3
#define NOTES 12 /* of each track */

/* A song in which track i is as like to timbre @timbres[i] as @likenesses[i] says, and to no other. */
typedef struct
{
  CtNote notes[TRACKS * NOTES];
  float embeddings[TRACKS * NOTES * CT_EMBEDDING_SIZE];
} Song;

static Song *
new_song (const int *timbres, const double *likenesses)
{
  Song *song = g_new0 (Song, 1);

  for (int i = 0; i < TRACKS * NOTES; i++)
    {
      int track = i % TRACKS;
      float *embedding = song->embeddings + (size_t) i * CT_EMBEDDING_SIZE;

      song->notes[i] = (CtNote){ .midi = 60, .track = (int16_t) track, .onset_s = 0.1 * i, .offset_s = 0.1 * i + 0.1 };
      embedding[timbres[track]] = (float) likenesses[track];
      embedding[CT_EMBEDDING_SIZE - 1 - track] = (float) sqrt (1 - likenesses[track] * likenesses[track]);
    }
  return song;
}

/* Learns timbres @first to @last, "0", "1", ..., from one song. */
static void
learn (CtKnownTimbres *known, int first, int last, uint64_t mark)
{
  for (int timbre = first; timbre <= last; timbre++)
    {
      g_autofree Song *song = new_song ((int[]){ timbre, timbre, timbre }, (double[]){ 1, 1, 1 });
      g_autofree char *name = g_strdup_printf ("%d", timbre);
      CtTimbreLesson lesson = { .name = name, .encoder = ENCODER, .song = mark };

      g_assert_cmpint (ct_known_timbres_learn (known, &lesson, song->embeddings, song->notes, TRACKS * NOTES, 0), ==,
                       CT_STATUS_OK);
    }
}

static CtKnownTimbres *
new_known (void)
{
  CtKnownTimbres *known;

  g_assert_cmpint (ct_known_timbres_new (&known), ==, CT_STATUS_OK);
  return known;
}

static void
match_song (const CtKnownTimbres *known, const unsigned char *taken, const Song *song, CtTimbreMatch *matches)
{
  CtWeights *weights = known_weights_new ();
  CtHeardTracks heard = { .weights = weights,
                          .encoder = ENCODER,
                          .embeddings = song->embeddings,
                          .notes = song->notes,
                          .n = TRACKS * NOTES,
                          .n_tracks = TRACKS,
                          .taken = taken };

  g_assert_cmpint (ct_known_timbres_match (known, &heard, matches), ==, CT_STATUS_OK);
  ct_weights_free (weights);
}

/* Matches the song of these likenesses. */
static void
match (const CtKnownTimbres *known,
       const unsigned char *taken,
       const int *timbres,
       const double *likenesses,
       CtTimbreMatch *matches)
{
  g_autofree Song *song = new_song (timbres, likenesses);

  match_song (known, taken, song, matches);
}

static void
assert_matches (const CtTimbreMatch *matches, const int *expected)
{
  for (int i = 0; i < TRACKS; i++)
    {
      g_assert_cmpint (matches[i].timbre, ==, expected[i]);
      g_assert_cmpfloat (matches[i].probability, >=, 0);
      g_assert_cmpfloat (matches[i].probability, <=, 1);
      if (expected[i] >= 0)
        g_assert_cmpfloat (matches[i].probability, >=, CT_KNOWN_TIMBRE_SURE);
    }
}

/* What is hardly like enough is recognised among others of its band, and what is like enough is not where the others
 * of its band are missing. */
static void
test_together (void)
{
  CtKnownTimbres *known = new_known ();
  CtTimbreMatch matches[TRACKS];
  const int band[] = { 0, 1, 2 };

  learn (known, 0, 2, 1);
  match (known, NULL, band, (double[]){ 0.6, 0.75, 0.7 }, matches);
  assert_matches (matches, (int[]){ 0, 1, 2 });
  match (known, NULL, band, (double[]){ 0.6, 0.1, 0.1 }, matches);
  assert_matches (matches, (int[]){ -1, -1, -1 });
  match (known, NULL, band, (double[]){ 0.75, 0.1, 0.1 }, matches);
  assert_matches (matches, (int[]){ -1, -1, -1 });
  match (known, NULL, band, (double[]){ 0.95, 0.1, 0.1 }, matches);
  assert_matches (matches, (int[]){ 0, -1, -1 });
  ct_known_timbres_free (known);
}

/* A timbre that was learned alone has nobody to be missed. */
static void
test_alone (void)
{
  CtKnownTimbres *known = new_known ();
  CtTimbreMatch matches[TRACKS];

  learn (known, 0, 0, 1);
  match (known, NULL, (int[]){ 0, 5, 6 }, (double[]){ 0.75, 1, 1 }, matches);
  assert_matches (matches, (int[]){ 0, -1, -1 });
  match (known, NULL, (int[]){ 0, 5, 6 }, (double[]){ 0.6, 1, 1 }, matches);
  assert_matches (matches, (int[]){ -1, -1, -1 });
  ct_known_timbres_free (known);
}

/* A track that bears the name of one of the band tells of the others. */
static void
test_name_borne (void)
{
  CtKnownTimbres *known = new_known ();
  CtTimbreMatch matches[TRACKS];

  learn (known, 0, 1, 1);
  match (known, NULL, (int[]){ 5, 1, 6 }, (double[]){ 1, 0.6, 1 }, matches);
  assert_matches (matches, (int[]){ -1, -1, -1 });
  match (known, (unsigned char[]){ 1, 0 }, (int[]){ 5, 1, 6 }, (double[]){ 1, 0.6, 1 }, matches);
  assert_matches (matches, (int[]){ -1, 1, -1 });
  ct_known_timbres_free (known);
}

/* Of two bands that both know a timbre of this kind, that one plays whose other timbres are heard. */
static void
test_which_band (void)
{
  CtKnownTimbres *known = new_known ();
  CtTimbreMatch matches[TRACKS];
  g_autofree Song *song = new_song ((int[]){ 0, 4, 5 }, (double[]){ 0.7, 0.7, 0.7 });

  learn (known, 0, 2, 1);
  learn (known, 3, 5, 2);
  for (int i = 0; i < TRACKS * NOTES; i += TRACKS)
    {
      /* a bit liker to a timbre of the first band than to one of the second */
      song->embeddings[(size_t) i * CT_EMBEDDING_SIZE] = 0.66F;
      song->embeddings[(size_t) i * CT_EMBEDDING_SIZE + 3] = 0.62F;
      song->embeddings[(size_t) i * CT_EMBEDDING_SIZE + CT_EMBEDDING_SIZE - 1] = sqrtf (1 - 0.66F * 0.66F
                                                                                        - 0.62F * 0.62F);
    }
  match_song (known, NULL, song, matches);
  assert_matches (matches, (int[]){ 3, 4, 5 });
  ct_known_timbres_free (known);
}

/* Two songs of the same timbres are one band; more bands make each of them less likely. */
static void
test_number_of_bands (void)
{
  CtKnownTimbres *known = new_known ();
  CtTimbreMatch once[TRACKS], twice[TRACKS], among[TRACKS];
  const int band[] = { 0, 1, 8 };
  const double likenesses[] = { 0.65, 0.65, 1 };

  learn (known, 0, 1, 1);
  match (known, NULL, band, likenesses, once);
  learn (known, 0, 1, 2);
  match (known, NULL, band, likenesses, twice);
  g_assert_cmpfloat (once[0].probability, ==, twice[0].probability);
  for (int i = 0; i < 6; i++)
    learn (known, 2 + i, 2 + i, 10 + (uint64_t) i);
  match (known, NULL, band, likenesses, among);
  g_assert_cmpfloat (among[0].probability, <, once[0].probability);
  ct_known_timbres_free (known);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known-bands/together", test_together);
  g_test_add_func ("/known-bands/alone", test_alone);
  g_test_add_func ("/known-bands/name-borne", test_name_borne);
  g_test_add_func ("/known-bands/which-band", test_which_band);
  g_test_add_func ("/known-bands/number-of-bands", test_number_of_bands);
  return g_test_run ();
}
