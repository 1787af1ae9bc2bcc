/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

/* Clusters, and checks what holds for every result. Returns the number of tracks. */
static size_t
cluster_with (FakeTimbres *timbres, const int *fixed, const CtTimbreClusterOptions *options)
{
  g_autofree int *tracks = g_new (int, timbres->n + 1);
  size_t n_tracks, again;

  g_assert_cmpint (ct_timbre_cluster (timbres->embeddings, fixed, options, timbres->notes, timbres->n, &n_tracks), ==,
                   CT_STATUS_OK);
  for (size_t i = 0; i < timbres->n; i++)
    {
      tracks[i] = timbres->notes[i].track;
      g_assert_cmpint (tracks[i], >=, 0);
      g_assert_cmpint (tracks[i], <, (int) n_tracks);
      if (fixed && fixed[i] >= 0)
        g_assert_cmpint (tracks[i], ==, fixed[i]);
      timbres->notes[i].track = 99; /* what was there does not matter */
    }
  g_assert_cmpint (ct_timbre_cluster (timbres->embeddings, fixed, options, timbres->notes, timbres->n, &again), ==,
                   CT_STATUS_OK);
  g_assert_cmpuint (n_tracks, ==, again);
  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpint (tracks[i], ==, timbres->notes[i].track);
  return n_tracks;
}

static CtTimbreClusterOptions
options_with (int n_tracks, double register_share)
{
  CtTimbreClusterOptions options;

  ct_timbre_cluster_options_init (&options);
  options.beta = 12; /* as sharp as the fake timbres are; the shipped one is calibrated anew with every model */
  options.n_tracks = n_tracks;
  options.register_share = (float) register_share;
  return options;
}

static void
test_options (void)
{
  CtTimbreClusterOptions good, bad[10];
  FakeTimbres *timbres = fake_timbres_new (4, 2, 0.1, 0, 1);
  int fixed[] = { -1, CT_MAX_TRACKS, -1, -1 };
  size_t n_tracks;

  ct_timbre_cluster_options_init (&good);
  g_assert_cmpint (ct_timbre_cluster_options_check (&good), ==, CT_STATUS_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].n_tracks = -1;
  bad[1].n_tracks = CT_MAX_TRACKS + 1;
  bad[2].beta = 0;
  bad[3].beta = NAN;
  bad[4].beta = INFINITY;
  bad[5].register_share = NAN;
  bad[6].register_share = INFINITY;
  bad[7].min_share = -0.1f;
  bad[8].min_share = 1.1f;
  bad[9].min_share = NAN;
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (ct_timbre_cluster_options_check (&bad[i]), ==, CT_STATUS_BAD_ARGUMENT);
      g_assert_cmpint (ct_timbre_cluster (timbres->embeddings, NULL, &bad[i], timbres->notes, 4, &n_tracks), ==,
                       CT_STATUS_BAD_ARGUMENT);
    }
  g_assert_cmpint (ct_timbre_cluster (timbres->embeddings, fixed, &good, timbres->notes, 4, &n_tracks), ==,
                   CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (timbres->notes[0].track, ==, -1);
  fake_timbres_free (timbres);
}

/* Each number of timbres, found and given, in few notes and in more than the memory holds. */
static void
test_found_and_given (void)
{
  for (int k = 1; k <= 6; k++)
    for (int given = 0; given < 2; given++)
      for (size_t n = 60; n <= 3000; n *= 50)
        {
          FakeTimbres *timbres = fake_timbres_new (n, k, 0.4, 0, (guint32) k);
          CtTimbreClusterOptions options = options_with (given ? k : 0, -1);

          g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, k);
          g_assert_cmpfloat (fake_timbres_accuracy (timbres), >=, 0.99);
          g_assert_cmpint (timbres->notes[0].track, ==, 0); /* the loudest track first */
          g_assert_cmpint (timbres->notes[k - 1].track, ==, k - 1);
          fake_timbres_free (timbres);
        }
}

static void
test_few_notes (void)
{
  for (size_t n = 0; n <= 3; n++)
    for (int n_tracks = 0; n_tracks <= 4; n_tracks++)
      {
        FakeTimbres *timbres = fake_timbres_new (n, 3, 0.1, 0, 1);
        CtTimbreClusterOptions options = options_with (n_tracks, -1);
        size_t expected = n_tracks == 0 ? n : MIN (n, (size_t) n_tracks);

        g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, expected);
        fake_timbres_free (timbres);
      }
}

static void
test_all_alike (void)
{
  FakeTimbres *timbres = fake_timbres_new (700, 1, 0, 0, 1);

  for (int n_tracks = 0; n_tracks <= 3; n_tracks++)
    {
      CtTimbreClusterOptions options = options_with (n_tracks, -1);
      size_t found = cluster_with (timbres, NULL, &options);

      g_assert_cmpuint (found, <=, (size_t) MAX (n_tracks, 1));
    }
  fake_timbres_free (timbres);
}

static void
test_many_tracks (void)
{
  FakeTimbres *timbres = fake_timbres_new (400, 8, 0.6, 3, 1);
  CtTimbreClusterOptions options = options_with (CT_MAX_TRACKS, -1);

  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, CT_MAX_TRACKS);
  fake_timbres_free (timbres);
}

static void
test_min_share (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 3, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (0, 0);

  /* most notes of the third timbre are hardly to be heard */
  for (size_t i = 0; i < timbres->n; i++)
    if (timbres->timbres[i] == 2)
      timbres->notes[i].offset_s = timbres->notes[i].onset_s + 0.03;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 2);
  options.min_share = 0.01f;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 3);
  g_assert_cmpfloat (fake_timbres_accuracy (timbres), >=, 0.99);
  options.min_share = 1;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 1);
  fake_timbres_free (timbres);
}

static void
test_uncertain (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 3, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (0, 0);

  for (size_t i = 0; i < timbres->n; i++)
    timbres->notes[i].uncertain = timbres->timbres[i] == 0;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 2);
  g_assert_cmpfloat (fake_timbres_accuracy (timbres), >=, 0.99);
  /* nor do they make a track loud */
  for (size_t i = 0; i < timbres->n; i++)
    timbres->notes[i].uncertain = timbres->timbres[i] == 0 || (timbres->timbres[i] == 1 && i % 2);
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 2);
  g_assert_cmpint (timbres->notes[2].track, ==, 0);
  for (size_t i = 0; i < timbres->n; i++)
    timbres->notes[i].uncertain = true;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 1);
  options.n_tracks = 4;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 1);
  fake_timbres_free (timbres);
}

/* One timbre in two registers: only the register tells them apart. */
static void
test_register (void)
{
  FakeTimbres *timbres = fake_timbres_new (400, 2, 0.3, 24, 1);
  CtTimbreClusterOptions with = options_with (2, 0.1), without = options_with (2, 0);

  for (size_t i = 0; i < timbres->n; i += 2)
    memcpy (timbres->embeddings + i * CT_EMBEDDING_SIZE, timbres->embeddings + (i + 1) % timbres->n * CT_EMBEDDING_SIZE,
            CT_EMBEDDING_SIZE * sizeof (float));
  g_assert_cmpuint (cluster_with (timbres, NULL, &with), ==, 2);
  g_assert_cmpfloat (fake_timbres_accuracy (timbres), ==, 1);
  g_assert_cmpuint (cluster_with (timbres, NULL, &without), ==, 2);
  g_assert_cmpfloat (fake_timbres_accuracy (timbres), <, 0.8);
  fake_timbres_free (timbres);
}

/* Vague timbres: where voices keep to their registers that is used, where they do not it is left alone. */
static void
test_own_register (void)
{
  FakeTimbres *apart = fake_timbres_new (1500, 3, 2.5, 12, 1), *mixed = fake_timbres_new (1500, 3, 2.5, 0, 1);
  CtTimbreClusterOptions none = options_with (3, 0), own = options_with (3, -1);
  g_autofree int *tracks = g_new (int, mixed->n);
  double accuracy;

  cluster_with (apart, NULL, &none);
  accuracy = fake_timbres_accuracy (apart);
  cluster_with (apart, NULL, &own);
  g_assert_cmpfloat (fake_timbres_accuracy (apart), >, accuracy + 0.05);

  cluster_with (mixed, NULL, &none);
  for (size_t i = 0; i < mixed->n; i++)
    tracks[i] = mixed->notes[i].track;
  cluster_with (mixed, NULL, &own);
  for (size_t i = 0; i < mixed->n; i++)
    g_assert_cmpint (tracks[i], ==, mixed->notes[i].track);
  fake_timbres_free (apart);
  fake_timbres_free (mixed);
}

/* Two timbres merged by hand stay one track, and what is found beside them comes after. */
static void
test_merged (void)
{
  for (size_t n = 200; n <= 2000; n *= 10)
    {
      FakeTimbres *timbres = fake_timbres_new (n, 4, 0.3, 0, 1);
      CtTimbreClusterOptions options = options_with (0, -1);
      g_autofree int *fixed = g_new (int, n);

      for (size_t i = 0; i < n; i++)
        fixed[i] = timbres->timbres[i] >= 2 ? 0 : -1;
      for (int given = 0; given < 2; given++)
        {
          options.n_tracks = given ? 3 : 0;
          g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, 3);
          g_assert_cmpint (timbres->notes[0].track, ==, 1);
          g_assert_cmpint (timbres->notes[1].track, ==, 2);
          for (size_t i = 0; i < n; i++)
            if (timbres->timbres[i] < 2)
              g_assert_cmpint (timbres->notes[i].track, ==, timbres->timbres[i] + 1);
        }
      fake_timbres_free (timbres);
    }
}

/* The same by examples: half of the notes of each are fixed, the others follow. */
static void
test_merged_by_examples (void)
{
  FakeTimbres *timbres = fake_timbres_new (400, 4, 0.8, 0, 1);
  CtTimbreClusterOptions options = options_with (0, 0);
  g_autofree int *fixed = g_new (int, timbres->n);
  size_t right = 0;

  for (size_t i = 0; i < timbres->n; i++)
    fixed[i] = timbres->timbres[i] >= 2 && i / 4 % 2 ? 0 : -1;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, 3);
  for (size_t i = 0; i < timbres->n; i++)
    right += timbres->notes[i].track == (timbres->timbres[i] >= 2 ? 0 : timbres->timbres[i] + 1);
  g_assert_cmpuint (right, >=, timbres->n * 98 / 100);
  fake_timbres_free (timbres);
}

/* A few examples put into tracks by hand: the rest of each timbre follows, and the numbers are the user's. */
static void
test_examples (void)
{
  FakeTimbres *timbres = fake_timbres_new (2000, 3, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (0, -1);
  g_autofree int *fixed = g_new (int, timbres->n);

  memset (fixed, -1, timbres->n * sizeof *fixed);
  fixed[300] = fixed[1002] = 5; /* timbre 0 */
  fixed[601] = 2;               /* timbre 1 */
  timbres->notes[601].uncertain = true;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, 7);
  g_assert_cmpfloat (fake_timbres_accuracy (timbres), >=, 0.99);
  g_assert_cmpint (timbres->notes[0].track, ==, 5);
  g_assert_cmpint (timbres->notes[1].track, ==, 2);
  g_assert_cmpint (timbres->notes[2].track, ==, 6);
  fake_timbres_free (timbres);
}

/* Notes of one timbre put into two tracks by hand are not brought together again; more groups than tracks asked for. */
static void
test_split (void)
{
  FakeTimbres *timbres = fake_timbres_new (1200, 2, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (1, -1);
  g_autofree int *fixed = g_new (int, timbres->n);

  for (size_t i = 0; i < timbres->n; i++)
    fixed[i] = timbres->timbres[i] == 0 ? (int) (i / 2 % 2) : -1;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, 2);
  options.n_tracks = 3;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, 3);
  for (size_t i = 0; i < timbres->n; i++)
    if (timbres->timbres[i] == 1)
      g_assert_cmpint (timbres->notes[i].track, ==, 2);
  options.n_tracks = 0;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, 3);

  /* every note by hand, into the highest track and the lowest */
  for (size_t i = 0; i < timbres->n; i++)
    fixed[i] = i % 3 ? 0 : CT_MAX_TRACKS - 1;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, CT_MAX_TRACKS);
  /* and no room after it for what is found */
  for (size_t i = 0; i < timbres->n; i++)
    fixed[i] = timbres->timbres[i] == 0 ? CT_MAX_TRACKS - 1 : -1;
  g_assert_cmpuint (cluster_with (timbres, fixed, &options), ==, CT_MAX_TRACKS);
  g_assert_cmpint (timbres->notes[1].track, ==, 0);
  fake_timbres_free (timbres);
}

/* What no encoder makes must neither crash nor hang. */
static void
test_odd_input (void)
{
  FakeTimbres *timbres = fake_timbres_new (700, 3, 0.3, 0, 1);

  memset (timbres->embeddings, 0, 200 * CT_EMBEDDING_SIZE * sizeof (float));
  for (size_t i = 300 * CT_EMBEDDING_SIZE; i < 310 * CT_EMBEDDING_SIZE; i++)
    timbres->embeddings[i] = NAN;
  for (size_t i = 0; i < timbres->n; i++)
    {
      timbres->notes[i].velocity = 0;
      timbres->notes[i].confidence = 0;
      timbres->notes[i].midi = i % 2 ? 0 : 127;
    }
  for (int n_tracks = 0; n_tracks < 4; n_tracks++)
    {
      CtTimbreClusterOptions options = options_with (n_tracks, n_tracks == 3 ? 10 : -1);

      cluster_with (timbres, NULL, &options);
    }
  fake_timbres_free (timbres);
}

static CtStatus
cluster_found (void *data)
{
  FakeTimbres *timbres = data;
  CtTimbreClusterOptions options = options_with (0, -1);
  size_t n_tracks;

  return ct_timbre_cluster (timbres->embeddings, NULL, &options, timbres->notes, timbres->n, &n_tracks);
}

static void
test_no_memory (void)
{
  FakeTimbres *timbres = fake_timbres_new (60, 3, 0.2, 12, 1);

  failing_allocator_try_all (cluster_found, timbres);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-cluster/options", test_options);
  g_test_add_func ("/timbre-cluster/found-and-given", test_found_and_given);
  g_test_add_func ("/timbre-cluster/few-notes", test_few_notes);
  g_test_add_func ("/timbre-cluster/all-alike", test_all_alike);
  g_test_add_func ("/timbre-cluster/many-tracks", test_many_tracks);
  g_test_add_func ("/timbre-cluster/min-share", test_min_share);
  g_test_add_func ("/timbre-cluster/uncertain", test_uncertain);
  g_test_add_func ("/timbre-cluster/register", test_register);
  g_test_add_func ("/timbre-cluster/own-register", test_own_register);
  g_test_add_func ("/timbre-cluster/merged", test_merged);
  g_test_add_func ("/timbre-cluster/merged-by-examples", test_merged_by_examples);
  g_test_add_func ("/timbre-cluster/examples", test_examples);
  g_test_add_func ("/timbre-cluster/split", test_split);
  g_test_add_func ("/timbre-cluster/odd-input", test_odd_input);
  g_test_add_func ("/timbre-cluster/no-memory", test_no_memory);
  return g_test_run ();
}
