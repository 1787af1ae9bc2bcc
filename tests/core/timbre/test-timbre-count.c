/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-count-private.h"
#include "core/timbre/ct-timbre-count.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "tests/support/fake-timbres.h"

/* Notes of some timbres, each exactly along an axis of its own, whose sums of weights are these shares. */
typedef struct
{
  CtNote notes[16];
  float timbres[16][16];
  int groups[16];
  CtTimbrePatterns patterns;
} Song;

static void
song_init (Song *self, const double *shares, size_t n)
{
  memset (self, 0, sizeof *self);
  memset (self->groups, -1, sizeof self->groups);
  for (size_t i = 0; i < n; i++)
    {
      self->notes[i] = (CtNote){ .offset_s = 1, .confidence = (float) shares[i] };
      self->timbres[i][i] = 1;
      self->patterns.notes[i] = i;
    }
  self->patterns.n = n;
}

static CtTimbreCount
count (const Song *self, size_t n_groups, double separation)
{
  return ct_timbre_count (self->timbres[0], 16, self->notes, &self->patterns, self->groups, n_groups,
                          (float) separation);
}

#define SECOND CT_TIMBRE_COUNT_SECOND
#define FURTHER CT_TIMBRE_COUNT_FURTHER
#define CLEAR CT_TIMBRE_COUNT_CLEAR

/* What a second timbre and further ones take of the sound; the margin is the distance from the nearer bound. What
 * stands clear of all that follows may be smaller. */
static void
test_bounds (void)
{
  static const struct
  {
    double shares[5];
    int n, second;
    double margin; /* e to its power */
  } cases[] = {
    { { 1 }, 1, 2, SECOND / 1e-9 },
    { { 1 - 0.9 * SECOND, 0.9 * SECOND }, 1, 2, 1 / 0.9 },
    { { 1 - 1.1 * SECOND, 1.1 * SECOND }, 2, 1, 1.1 },
    { { 0.5, 0.5 }, 2, 1, 0.5 / SECOND },
    { { 0.5, 0.5 - 1.4 * FURTHER, 0.9 * FURTHER, 0.5 * FURTHER }, 2, 3, 1 / 0.9 },
    { { 0.5, 0.5 - 1.7 * FURTHER, 1.1 * FURTHER, 0.6 * FURTHER }, 3, 2, 1.1 },
    { { 0.5, 0.5 - 0.9 * CLEAR, 0.9 * CLEAR }, 2, 3, 1 / 0.9 },
    { { 0.5, 0.5 - 1.1 * CLEAR, 1.1 * CLEAR }, 3, 2, 1.1 },
    { { 1 - SECOND, 0.5 * SECOND, 0.5 * SECOND }, 1, 2, 2 }, /* without a second there is no third */
    { { 0.2, 0.2, 0.2, 0.2, 0.2 }, 5, 4, 0.2 / CLEAR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double margin = log (cases[i].margin);
      Song song;
      CtTimbreCount found;

      song_init (&song, cases[i].shares, 5);
      found = count (&song, 0, 1);
      g_assert_cmpint (found.n, ==, cases[i].n);
      g_assert_cmpint (found.second, ==, cases[i].second);
      g_assert_cmpfloat_with_epsilon ((double) found.margin, margin, 0.002);
      g_assert_cmpint (ct_timbre_count_doubts (&found), ==, margin < 0.3);
    }
}

static void
test_separation (void)
{
  const double shares[] = { 1 - 1.6 * SECOND, 0.9 * SECOND, 0.7 * SECOND };
  Song song;

  song_init (&song, shares, 3);
  g_assert_cmpint (count (&song, 0, 1).n, ==, 1);
  g_assert_cmpint (count (&song, 0, 2).n, ==, 3);
  g_assert_cmpint (count (&song, 0, 0.5).n, ==, 1);
}

/* No more than twelve are found. */
static void
test_most (void)
{
  double shares[16];
  Song song;

  for (int i = 0; i < 16; i++)
    shares[i] = 1.0 / 16;
  song_init (&song, shares, 16);
  g_assert_cmpint (count (&song, 0, 3).n, ==, 12);
  g_assert_cmpint (count (&song, 0, 3).second, ==, 11);
  g_assert_false (ct_timbre_count_doubts (&(CtTimbreCount){ 0 }));
}

/* A group is a timbre whatever its share, and explains what lies in its notes' directions. */
static void
test_groups (void)
{
  static const double shares[] = { 0.3, 0.3, 0.2, 0.2 };
  Song song;

  song_init (&song, shares, 4);
  song.groups[0] = song.groups[1] = 0; /* merged */
  g_assert_cmpint (count (&song, 1, 1).n, ==, 3);
  song.groups[2] = song.groups[3] = 0; /* all of them */
  g_assert_cmpint (count (&song, 1, 1).n, ==, 1);
  g_assert_cmpint (count (&song, 1, 1).second, ==, 2);

  /* an example explains the timbre; one put beside it makes two of one */
  song_init (&song, shares, 4);
  memcpy (song.timbres[1], song.timbres[0], sizeof song.timbres[1]);
  song.groups[1] = 0;
  g_assert_cmpint (count (&song, 1, 1).n, ==, 3);
  song.groups[0] = 1;
  g_assert_cmpint (count (&song, 2, 1).n, ==, 4);

  /* a group that is hardly heard */
  song_init (&song, shares, 4);
  song.notes[0].confidence = 0;
  song.groups[0] = 0;
  g_assert_cmpint (count (&song, 1, 1).n, ==, 4);
}

/* With noise, in few notes and in many, among the dimensions of an encoder. */
static void
test_spread (void)
{
  for (int k = 1; k <= 6; k++)
    for (size_t n = 60; n <= 500; n += 440)
      {
        FakeTimbres *timbres = fake_timbres_new (n, k, 0.4, 0, (guint32) k);
        CtTimbrePatterns patterns;
        g_autofree int *groups = g_new (int, n);

        memset (groups, -1, n * sizeof *groups);
        g_assert_cmpint (ct_timbre_patterns_choose (timbres->notes, NULL, n, &patterns), ==, CT_STATUS_OK);
        g_assert_cmpint (
            ct_timbre_count (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, &patterns, groups, 0, 1).n, ==, k);
        fake_timbres_free (timbres);
      }
}

static void
test_odd (void)
{
  static const double nothing[] = { 0, 0 };
  Song song;

  song_init (&song, nothing, 0);
  g_assert_cmpint (count (&song, 0, 1).n, ==, 1);
  song_init (&song, nothing, 2);
  g_assert_cmpint (count (&song, 0, 1).n, ==, 1);
  song.notes[0].confidence = 1;
  song.timbres[0][3] = NAN;
  g_assert_cmpint (count (&song, 0, 1).n, ==, 1);
  song.groups[0] = 0;
  g_assert_cmpint (count (&song, 1, 1).n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-count/bounds", test_bounds);
  g_test_add_func ("/timbre-count/separation", test_separation);
  g_test_add_func ("/timbre-count/most", test_most);
  g_test_add_func ("/timbre-count/groups", test_groups);
  g_test_add_func ("/timbre-count/spread", test_spread);
  g_test_add_func ("/timbre-count/odd", test_odd);
  return g_test_run ();
}
