/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-track-postprocess.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

/* Notes whose tracks are their timbres. */
static FakeTimbres *
make_tracks (size_t n, int k, double spread, double register_semitones)
{
  FakeTimbres *timbres = fake_timbres_new (n, k, spread, register_semitones, 1);

  for (size_t i = 0; i < n; i++)
    timbres->notes[i].track = (int16_t) timbres->timbres[i];
  return timbres;
}

static void
postprocess (FakeTimbres *timbres, const int *fixed, size_t n_tracks)
{
  CtTrackPostprocessOptions options;

  ct_track_postprocess_options_init (&options);
  g_assert_cmpint (ct_track_postprocess (timbres->embeddings, fixed, &options, timbres->notes, timbres->n, n_tracks),
                   ==, CT_STATUS_OK);
}

/* What is right stays, whether registers differ or not. */
static void
test_clean (void)
{
  for (int k = 1; k <= 4; k++)
    for (int distance = 0; distance <= 12; distance += 6)
      {
        FakeTimbres *timbres = make_tracks (500, k, 0.8, distance);
        g_autofree CtNote *before = g_memdup2 (timbres->notes, timbres->n * sizeof (CtNote));

        postprocess (timbres, NULL, (size_t) k);
        for (size_t i = 0; i < timbres->n; i++)
          {
            g_assert_cmpint (timbres->notes[i].track, ==, before[i].track);
            g_assert_cmpint (timbres->notes[i].uncertain, ==, before[i].uncertain);
          }
        fake_timbres_free (timbres);
      }
}

/* A note in the wrong track goes where both timbre and register say, unless a user put it there. */
static void
test_outliers (void)
{
  FakeTimbres *timbres = make_tracks (400, 2, 0.5, 20);
  g_autofree int *fixed = g_new (int, timbres->n);

  memset (fixed, -1, timbres->n * sizeof *fixed);
  for (size_t i = 50; i < 400; i += 51)
    timbres->notes[i].track = (int16_t) !timbres->timbres[i];
  fixed[101] = timbres->notes[101].track;
  timbres->notes[152].uncertain = true;
  postprocess (timbres, fixed, 2);
  for (size_t i = 0; i < timbres->n; i++)
    if (i == 101 || i == 152)
      g_assert_cmpint (timbres->notes[i].track, !=, timbres->timbres[i]);
    else
      g_assert_cmpint (timbres->notes[i].track, ==, timbres->timbres[i]);
  fake_timbres_free (timbres);
}

/* One of the two alone is not enough. */
static void
test_half_outliers (void)
{
  FakeTimbres *timbres = make_tracks (400, 2, 0.5, 20);

  timbres->notes[100].midi = timbres->notes[101].midi; /* the other's register, its own timbre */
  timbres->notes[200].midi = 120;                      /* nobody's register, the other's timbre */
  memcpy (timbres->embeddings + 200 * CT_EMBEDDING_SIZE, timbres->embeddings + 201 * CT_EMBEDDING_SIZE,
          CT_EMBEDDING_SIZE * sizeof (float));
  memcpy (timbres->embeddings + 300 * CT_EMBEDDING_SIZE, /* its own register, the other's timbre */
          timbres->embeddings + 301 * CT_EMBEDDING_SIZE, CT_EMBEDDING_SIZE * sizeof (float));
  postprocess (timbres, NULL, 2);
  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpint (timbres->notes[i].track, ==, timbres->timbres[i]);
  fake_timbres_free (timbres);
}

static void
test_not_emptied (void)
{
  /* few notes, and all in tracks that are not theirs */
  for (size_t n = 0; n <= 40; n++)
    {
      FakeTimbres *timbres = make_tracks (n, 2, 0.2, 20);
      size_t before[2] = { 0 }, after[2] = { 0 };

      for (size_t i = 0; i < n; i++)
        {
          timbres->notes[i].track = i % 5 != 0;
          before[timbres->notes[i].track]++;
        }
      postprocess (timbres, NULL, 2);
      for (size_t i = 0; i < n; i++)
        after[timbres->notes[i].track]++;
      for (int i = 0; i < 2; i++)
        g_assert_cmpint (before[i] > 0, ==, after[i] > 0);
      fake_timbres_free (timbres);
    }
}

typedef struct
{
  int interval;
  double delay_s, longer_s;
  float confidence;
  int velocity, track;
  bool fixed, dropped;
} OctaveCase;

static void
test_octaves (void)
{
  static const OctaveCase cases[] = {
    { 12, 0.01, 0, 0.4f, 60, 0, false, true },    { 19, -0.03, -0.2, 0.4f, 60, 0, false, true },
    { 24, 0.01, 0, 0.4f, 60, 0, false, true },    { 12, 0.01, 0, 0.4f, 60, 0, true, false },
    { 12, 0.01, 0, 0.8f, 60, 0, false, false },   /* as sure: a doubling */
    { 12, 0.01, 0, 0.4f, 110, 0, false, false },  /* louder */
    { 12, 0.01, 0.2, 0.4f, 60, 0, false, false }, /* outlasts the other */
    { 12, 0.06, 0, 0.4f, 60, 0, false, false },   /* begins later */
    { 12, 0.01, 0, 0.4f, 60, 1, false, false },   /* another instrument's */
    { 7, 0.01, 0, 0.4f, 60, 0, false, false },    { 13, 0.01, 0, 0.4f, 60, 0, false, false },
    { -12, 0.01, 0, 0.4f, 60, 0, false, false },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OctaveCase *at = &cases[i];
      CtTrackPostprocessOptions options;
      CtNote notes[2];
      float embeddings[2 * CT_EMBEDDING_SIZE] = { 1 };
      int low = at->delay_s < 0, high = !low, fixed[2] = { -1, -1 };

      notes[low] = (CtNote){ 1, 2, 0.9f, 0, 60, 90, false };
      notes[high] = (CtNote){ 1 + at->delay_s,
                              2 + at->longer_s,
                              at->confidence,
                              (int16_t) at->track,
                              (uint8_t) (60 + at->interval),
                              (uint8_t) at->velocity,
                              false };
      fixed[high] = at->fixed ? 0 : -1;
      ct_track_postprocess_options_init (&options);
      for (int off = 1; off >= 0; off--)
        {
          options.drop_octaves = !off;
          g_assert_cmpint (ct_track_postprocess (embeddings, fixed, &options, notes, 2, 2), ==, CT_STATUS_OK);
          g_assert_false (notes[low].uncertain);
          g_assert_cmpint (notes[high].uncertain, ==, at->dropped && !off);
        }
    }
}

static void
test_odd_input (void)
{
  FakeTimbres *timbres = make_tracks (50, 2, 0.3, 12);

  timbres->notes[3].track = -1;
  timbres->notes[4].track = 7;
  memset (timbres->embeddings, 0, 20 * CT_EMBEDDING_SIZE * sizeof (float));
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    timbres->embeddings[30 * CT_EMBEDDING_SIZE + i] = NAN;
  for (size_t n_tracks = 0; n_tracks < 5; n_tracks++)
    postprocess (timbres, NULL, n_tracks);
  g_assert_cmpint (timbres->notes[3].track, ==, -1);
  g_assert_cmpint (timbres->notes[4].track, ==, 7);
  fake_timbres_free (timbres);
}

static CtStatus
run (void *data)
{
  FakeTimbres *timbres = data;
  CtTrackPostprocessOptions options;

  ct_track_postprocess_options_init (&options);
  return ct_track_postprocess (timbres->embeddings, NULL, &options, timbres->notes, timbres->n, 2);
}

static void
test_no_memory (void)
{
  FakeTimbres *timbres = make_tracks (50, 2, 0.3, 12);

  failing_allocator_try_all (run, timbres);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/track-postprocess/clean", test_clean);
  g_test_add_func ("/track-postprocess/outliers", test_outliers);
  g_test_add_func ("/track-postprocess/half-outliers", test_half_outliers);
  g_test_add_func ("/track-postprocess/not-emptied", test_not_emptied);
  g_test_add_func ("/track-postprocess/octaves", test_octaves);
  g_test_add_func ("/track-postprocess/odd-input", test_odd_input);
  g_test_add_func ("/track-postprocess/no-memory", test_no_memory);
  return g_test_run ();
}
