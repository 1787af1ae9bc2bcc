/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

/* Clusters, and checks what holds for every result. Returns the number of tracks. */
static size_t
cluster_through (const CtMemoryNetwork *network,
                 FakeTimbres *timbres,
                 const int *fixed,
                 const CtTimbreClusterOptions *options)
{
  g_autofree int *tracks = g_new (int, timbres->n + 1);
  CtTimbreClusterResult result, again;

  g_assert_cmpint (ct_timbre_cluster (network, timbres->embeddings, fixed, options, timbres->notes, timbres->n,
                                      &result),
                   ==, CT_STATUS_OK);
  for (size_t i = 0; i < timbres->n; i++)
    {
      tracks[i] = timbres->notes[i].track;
      g_assert_cmpint (tracks[i], >=, 0);
      g_assert_cmpint (tracks[i], <, (int) result.n_tracks);
      if (fixed && fixed[i] >= 0)
        g_assert_cmpint (tracks[i], ==, fixed[i]);
      timbres->notes[i].track = 99; /* what was there does not matter */
    }
  g_assert_cmpint (ct_timbre_cluster (network, timbres->embeddings, fixed, options, timbres->notes, timbres->n, &again),
                   ==, CT_STATUS_OK);
  g_assert_cmpuint (result.n_tracks, ==, again.n_tracks);
  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpint (tracks[i], ==, timbres->notes[i].track);
  return result.n_tracks;
}

/* As the embeddings are: fake timbres lie at right angles. */
static size_t
cluster_with (FakeTimbres *timbres, const int *fixed, const CtTimbreClusterOptions *options)
{
  return cluster_through (NULL, timbres, fixed, options);
}

static CtTimbreClusterOptions
options_with (int n_tracks)
{
  CtTimbreClusterOptions options;

  ct_timbre_cluster_options_init (&options);
  options.n_tracks = n_tracks;
  return options;
}

static void
test_options (void)
{
  CtTimbreClusterOptions good, bad[9];
  FakeTimbres *timbres = fake_timbres_new (4, 2, 0.1, 0, 1);
  int fixed[] = { -1, CT_MAX_TRACKS, -1, -1 };
  CtTimbreClusterResult result;

  ct_timbre_cluster_options_init (&good);
  g_assert_cmpint (ct_timbre_cluster_options_check (&good), ==, CT_STATUS_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].n_tracks = -1;
  bad[1].n_tracks = CT_MAX_TRACKS + 1;
  bad[2].separation = 0;
  bad[3].separation = -1;
  bad[4].separation = NAN;
  bad[5].separation = INFINITY;
  bad[6].separation = 1.01f * CT_MAX_SEPARATION;
  bad[7].least_tracks = -1;
  bad[8].least_tracks = CT_MAX_TRACKS + 1;
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (ct_timbre_cluster_options_check (&bad[i]), ==, CT_STATUS_BAD_ARGUMENT);
      g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, NULL, &bad[i], timbres->notes, 4, &result), ==,
                       CT_STATUS_BAD_ARGUMENT);
    }
  g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, fixed, &good, timbres->notes, 4, &result), ==,
                   CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (timbres->notes[0].track, ==, -1);
  fake_timbres_free (timbres);
}

/* A least number makes more tracks of one timbre, never fewer of several, and does not touch a number that is given. */
static void
test_least (void)
{
  const size_t n_timbres[] = { 1, 3, 1 }, given[] = { 0, 0, 1 }, tracks[] = { 2, 3, 1 };

  for (size_t i = 0; i < G_N_ELEMENTS (n_timbres); i++)
    {
      CtTimbreClusterOptions options = options_with ((int) given[i]), without = options;
      FakeTimbres *timbres = fake_timbres_new (60, (int) n_timbres[i], 0.1, 0, 1);
      CtTimbreClusterResult result;

      options.least_tracks = 2;
      g_assert_false (ct_timbre_cluster_options_equal (&options, &without));
      g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, NULL, &options, timbres->notes, 60, &result), ==,
                       CT_STATUS_OK);
      g_assert_cmpuint (result.n_tracks, ==, tracks[i]);
      g_assert_cmpint (result.count.n, ==, (int) n_timbres[i]);
      fake_timbres_free (timbres);
    }
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
          CtTimbreClusterOptions options = options_with (given ? k : 0);

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
        CtTimbreClusterOptions options = options_with (n_tracks);
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
      CtTimbreClusterOptions options = options_with (n_tracks);
      size_t found = cluster_with (timbres, NULL, &options);

      g_assert_cmpuint (found, <=, (size_t) MAX (n_tracks, 1));
    }
  fake_timbres_free (timbres);
}

static void
test_many_tracks (void)
{
  FakeTimbres *timbres = fake_timbres_new (400, 8, 0.6, 3, 1);
  CtTimbreClusterOptions options = options_with (CT_MAX_TRACKS);

  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, CT_MAX_TRACKS);
  fake_timbres_free (timbres);
}

/* A timbre that is hardly to be heard makes no track, unless more of them are to be told apart. */
static void
test_separation (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 3, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (0);

  for (size_t i = 0; i < timbres->n; i++)
    if (timbres->timbres[i] == 2)
      {
        timbres->notes[i].offset_s = timbres->notes[i].onset_s + 0.03;
        timbres->notes[i].confidence *= 0.15f;
      }
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 2);
  options.separation = 3;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 3);
  g_assert_cmpfloat (fake_timbres_accuracy (timbres), >=, 0.99);
  options.separation = 0.2f;
  g_assert_cmpuint (cluster_with (timbres, NULL, &options), ==, 1);
  fake_timbres_free (timbres);
}

/* How many timbres there seem to be is told beside what was asked for. */
static void
test_count (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 3, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (5);
  CtTimbreClusterResult result;

  g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, NULL, &options, timbres->notes, timbres->n, &result),
                   ==, CT_STATUS_OK);
  g_assert_cmpuint (result.n_tracks, ==, 5);
  g_assert_cmpint (result.count.n, ==, 3);
  g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, NULL, &options, timbres->notes, 0, &result), ==,
                   CT_STATUS_OK);
  g_assert_cmpuint (result.n_tracks, ==, 0);
  g_assert_cmpint (result.count.n, ==, 0);
  fake_timbres_free (timbres);
}

static void
test_uncertain (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 3, 0.3, 0, 1);
  CtTimbreClusterOptions options = options_with (0);

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

/* What the network makes of the notes is what is clustered. Fake timbres mean nothing to it, but numbers that were
 * asked for and the user's groups hold. */
static void
test_network (void)
{
  CtWeights *weights;
  CtMemoryNetwork *network;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_memory_network_new (weights, ct_simd_best_level (), &network), ==, CT_STATUS_OK);
  g_assert_nonnull (network);
  for (size_t n = 40; n <= 1500; n += 1460)
    {
      FakeTimbres *timbres = fake_timbres_new (n, 3, 0.5, 0, 1);
      g_autofree int *fixed = g_new (int, n);
      CtTimbreClusterOptions options = options_with (4);

      g_assert_cmpuint (cluster_through (network, timbres, NULL, &options), ==, 4);
      for (size_t i = 0; i < n; i++)
        fixed[i] = i % 7 < 3 ? (int) (i % 7) : -1;
      g_assert_cmpuint (cluster_through (network, timbres, fixed, &options), ==, 4);
      options.n_tracks = 2;
      g_assert_cmpuint (cluster_through (network, timbres, fixed, &options), ==, 3);
      options.n_tracks = 0;
      g_assert_cmpuint (cluster_through (network, timbres, fixed, &options), >=, 3);
      fake_timbres_free (timbres);
    }
  ct_memory_network_free (network);
  ct_weights_free (weights);
}

/* Two timbres merged by hand stay one track, and what is found beside them comes after. */
static void
test_merged (void)
{
  for (size_t n = 200; n <= 2000; n *= 10)
    {
      FakeTimbres *timbres = fake_timbres_new (n, 4, 0.3, 0, 1);
      CtTimbreClusterOptions options = options_with (0);
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
  CtTimbreClusterOptions options = options_with (0);
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
  CtTimbreClusterOptions options = options_with (0);
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
  CtTimbreClusterOptions options = options_with (1);
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
      CtTimbreClusterOptions options = options_with (n_tracks);

      cluster_with (timbres, NULL, &options);
    }
  fake_timbres_free (timbres);
}

typedef struct
{
  const CtMemoryNetwork *network;
  FakeTimbres *timbres;
} Clustering;

static CtStatus
cluster_found (void *data)
{
  const Clustering *self = data;
  CtTimbreClusterOptions options = options_with (0);
  CtTimbreClusterResult result;

  return ct_timbre_cluster (self->network, self->timbres->embeddings, NULL, &options, self->timbres->notes,
                            self->timbres->n, &result);
}

static void
test_no_memory (void)
{
  FakeTimbres *timbres = fake_timbres_new (60, 3, 0.2, 12, 1);
  CtWeights *weights;
  CtMemoryNetwork *network;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_memory_network_new (weights, CT_SIMD_SCALAR, &network), ==, CT_STATUS_OK);
  failing_allocator_try_all (cluster_found, &(Clustering){ NULL, timbres });
  failing_allocator_try_all (cluster_found, &(Clustering){ network, timbres });
  ct_memory_network_free (network);
  ct_weights_free (weights);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-cluster/options", test_options);
  g_test_add_func ("/timbre-cluster/least", test_least);
  g_test_add_func ("/timbre-cluster/found-and-given", test_found_and_given);
  g_test_add_func ("/timbre-cluster/few-notes", test_few_notes);
  g_test_add_func ("/timbre-cluster/all-alike", test_all_alike);
  g_test_add_func ("/timbre-cluster/many-tracks", test_many_tracks);
  g_test_add_func ("/timbre-cluster/separation", test_separation);
  g_test_add_func ("/timbre-cluster/count", test_count);
  g_test_add_func ("/timbre-cluster/uncertain", test_uncertain);
  g_test_add_func ("/timbre-cluster/network", test_network);
  g_test_add_func ("/timbre-cluster/merged", test_merged);
  g_test_add_func ("/timbre-cluster/merged-by-examples", test_merged_by_examples);
  g_test_add_func ("/timbre-cluster/examples", test_examples);
  g_test_add_func ("/timbre-cluster/split", test_split);
  g_test_add_func ("/timbre-cluster/odd-input", test_odd_input);
  g_test_add_func ("/timbre-cluster/no-memory", test_no_memory);
  return g_test_run ();
}
