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
    { 12, 0.01, 0, 0.8f, 60, 0, false, false }, /* as sure: a doubling */
    { 12, 0.01, 0, 0.6f, 60, 0, false, false }, /* two thirds as sure: an octave that is played, */
    { 24, 0.01, 0, 0.6f, 60, 0, false, true },  /* but not two of them */
    { 36, 0.01, 0, 0.6f, 60, 0, false, true },    { 12, 0.01, 0, 0.4f, 110, 0, false, false }, /* louder */
    { 12, 0.01, 0.2, 0.4f, 60, 0, false, false },                                              /* outlasts the other */
    { 12, 0.06, 0, 0.4f, 60, 0, false, false },                                                /* begins later */
    { 12, 0.01, 0, 0.4f, 60, 1, false, false }, /* another instrument's */
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

typedef struct
{
  const char *what;
  double delay_s;   /* of the note in question, after the bass */
  double longer_s;  /* than the bass */
  float confidence; /* where the bass has 0.9 */
  int interval;     /* from the bass */
  int melody;       /* the pitch that the melody keeps to */
  bool alone;       /* the melody rests meanwhile */
  bool chords;      /* the melody is always two notes */
  int doublings;    /* of the 20 notes of the melody begin as partials of the bass */
  bool dropped;
} PartialCase;

static void
add_note (CtNotes *notes, double onset_s, double length_s, int midi, int track, float confidence)
{
  g_assert_cmpint (ct_notes_append (notes, &(CtNote){ .onset_s = onset_s,
                                                      .offset_s = onset_s + length_s,
                                                      .midi = (uint8_t) midi,
                                                      .track = (int16_t) track,
                                                      .velocity = 80,
                                                      .confidence = confidence }),
                   ==, CT_STATUS_OK);
}

/* A bass of twenty notes, a melody that begins between them, and the note in question with the tenth. Returns whether
 * it was dropped; nothing else may be. */
static bool
drops (const PartialCase *at)
{
  CtTrackPostprocessOptions options = { .drop_octaves = true };
  g_autofree float *embeddings = g_new0 (float, 100 * CT_EMBEDDING_SIZE);
  CtNotes notes = { 0 };
  bool dropped = false;

  for (int i = 0; i < 20; i++)
    {
      bool doubles = i < at->doublings;

      add_note (&notes, i, 0.9, 40, 0, 0.9f);
      if (i == 10)
        add_note (&notes, i + at->delay_s, 0.9 + at->longer_s, 40 + at->interval, 1, at->confidence);
      if (i == 10 && at->alone)
        continue;
      add_note (&notes, doubles ? i + 0.01 : i - 0.3, 0.9, doubles ? 64 : at->melody, 1, 0.8f);
      if (at->chords)
        add_note (&notes, i - 0.29, 0.9, at->melody + 4, 1, 0.8f);
    }
  ct_notes_sort (&notes);
  g_assert_cmpint (ct_track_postprocess (embeddings, NULL, &options, notes.notes, notes.n, 2), ==, CT_STATUS_OK);
  for (size_t i = 0; i < notes.n; i++)
    if (notes.notes[i].uncertain)
      {
        g_assert_cmpint (notes.notes[i].midi, ==, 40 + at->interval);
        g_assert_cmpfloat (notes.notes[i].confidence, ==, at->confidence);
        dropped = true;
      }
  ct_notes_clear (&notes);
  return dropped;
}

/* A partial of one track's note on another track contradicts that one: it lies outside of its register, or sounds while
 * the track plays another note. A real instrument that plays octaves does neither, or does it all the time. */
static void
test_partials_of_others (void)
{
  static const PartialCase cases[] = {
    { "two octaves above, beyond the melody", 0.01, 0, 0.4f, 24, 55, true, false, 0, true },
    { "the third octave", -0.02, -0.3, 0.4f, 36, 64, true, false, 0, true },
    { "the fifth partial, while the melody plays", 0.01, 0, 0.4f, 28, 64, false, false, 0, true },
    { "in the melody, which rests", 0.01, 0, 0.4f, 24, 62, true, false, 0, false },
    { "no partial", 0.01, 0, 0.4f, 25, 55, true, false, 0, false },
    { "in its own rhythm", 0.1, 0, 0.4f, 24, 55, true, false, 0, false },
    { "outlasts the bass", 0.01, 0.3, 0.4f, 24, 55, true, false, 0, false },
    { "two thirds as sure as the bass", 0.01, 0, 0.6f, 24, 55, true, false, 0, false },
    { "as sure as the bass", 0.01, 0, 0.8f, 24, 55, true, false, 0, false },
    { "a melody that often doubles the bass", 0.01, 0, 0.4f, 24, 55, true, false, 8, false },
    { "a melody in chords", 0.01, 0, 0.4f, 28, 64, false, true, 0, false },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].what);
      g_assert_cmpint (drops (&cases[i]), ==, cases[i].dropped);
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
  g_test_add_func ("/track-postprocess/partials-of-others", test_partials_of_others);
  g_test_add_func ("/track-postprocess/odd-input", test_odd_input);
  g_test_add_func ("/track-postprocess/no-memory", test_no_memory);
  return g_test_run ();
}
