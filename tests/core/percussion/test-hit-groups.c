/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-groups.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "core/base/ct-drum.h"
#include "core/network/ct-weights.h"
#include "tests/support/drum-spectrogram.h"
#include "tests/support/failing-allocator.h"

#define MOST 5

/* Two dimensions that are the first two features, and three drums that are known by them. */
static float mean[CT_HIT_FEATURES];
static float projection[CT_HIT_FEATURES][2];
static float drum_weights[3][CT_HIT_FEATURES];
static const float drums[] = { 36, 38, 42 }, drum_biases[] = { 0, 0, 5 };
static const CtHitTimbres timbres = { .kind = CT_HIT_SKIN,
                                      .mean = mean,
                                      .projection = projection[0],
                                      .n_dimensions = 2,
                                      .drums = drums,
                                      .drum_weights = drum_weights[0],
                                      .drum_biases = drum_biases,
                                      .n_drums = 3 };

typedef struct
{
  float *features; /* [n][CT_HIT_FEATURES] */
  size_t n;
  uint8_t *groups; /* [n] */
  uint8_t drums[MOST];
  size_t n_groups;
} Found;

static CtStatus
find (void *data)
{
  Found *self = data;

  return ct_hit_groups_find (&timbres, self->features, self->n, MOST, self->groups, self->drums, &self->n_groups);
}

/* Hits around @centres ([n_centres]), in turn. */
static void
found_init (Found *self, const float centres[][2], size_t n_centres, size_t n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  *self = (Found){ .features = g_new0 (float, n *CT_HIT_FEATURES), .n = n, .groups = g_new0 (uint8_t, n) };
  for (size_t i = 0; i < n; i++)
    for (int k = 0; k < 2; k++)
      self->features[i * CT_HIT_FEATURES + (size_t) k] = centres[i % n_centres][k]
                                                         + (float) g_rand_double_range (random, -1, 1);
  g_assert_cmpint (find (self), ==, CT_STATUS_OK);
}

static void
found_clear (Found *self)
{
  g_free (self->features);
  g_free (self->groups);
}

/* As many groups as there are, each with the drum that it is most like. */
static void
test_apart (void)
{
  static const float centres[][2] = { { 0, 20 }, { 20, 0 }, { 0, 0 } };

  for (size_t n_centres = 1; n_centres <= 3; n_centres++)
    for (size_t n = 30; n <= 3000; n *= 10)
      {
        Found found;

        found_init (&found, centres, n_centres, n);
        g_assert_cmpuint (found.n_groups, ==, n_centres);
        for (size_t i = 0; i < n; i++)
          g_assert_cmpint (found.groups[i], ==, found.groups[i % n_centres]);
        g_assert_cmpint (found.drums[found.groups[0]], ==, 36);
        if (n_centres > 1)
          g_assert_cmpint (found.drums[found.groups[1]], ==, 38);
        if (n_centres > 2)
          g_assert_cmpint (found.drums[found.groups[2]], ==, 42);
        found_clear (&found);
      }
}

/* A stray hit is no group. */
static void
test_stray (void)
{
  static const float centres[][2] = { { 0, 20 } };
  Found found;

  found_init (&found, centres, 1, 100);
  found.features[50 * CT_HIT_FEATURES] = 60;
  g_assert_cmpint (find (&found), ==, CT_STATUS_OK);
  g_assert_cmpuint (found.n_groups, ==, 1);
  found_clear (&found);
}

static void
test_few (void)
{
  static const float centres[][2] = { { 0, 20 }, { 20, 0 } };
  Found found;

  for (size_t n = 1; n < 4; n++)
    {
      found_init (&found, centres, 2, n);
      g_assert_cmpuint (found.n_groups, >=, 1);
      g_assert_cmpuint (found.n_groups, <=, n);
      found_clear (&found);
    }
  found_init (&found, centres, 2, 0);
  g_assert_cmpuint (found.n_groups, ==, 0);
  found_clear (&found);
}

static CtStatus
split (void *data)
{
  Found *self = data;

  return ct_hit_groups_split (&timbres, self->features, self->n, self->groups, self->drums, &self->n_groups);
}

/* Two groups even where they are one drum, the larger one first; one where there is no difference at all. */
static void
test_split (void)
{
  static const float centres[][2] = { { 20, 0 }, { 0, 20 }, { 0, 20 } };
  static const float near[][2] = { { 0, 20 } };
  Found found;

  for (size_t n = 3; n <= 3000; n *= 10)
    {
      found_init (&found, centres, 3, n);
      g_assert_cmpint (split (&found), ==, CT_STATUS_OK);
      g_assert_cmpuint (found.n_groups, ==, 2);
      for (size_t i = 0; i < n; i++)
        g_assert_cmpint (found.groups[i], ==, i % 3 == 0);
      g_assert_cmpint (found.drums[0], ==, 36);
      g_assert_cmpint (found.drums[1], ==, 38);
      found_clear (&found);
    }
  found_init (&found, near, 1, 30);
  g_assert_cmpuint (found.n_groups, ==, 1);
  g_assert_cmpint (split (&found), ==, CT_STATUS_OK);
  g_assert_cmpuint (found.n_groups, ==, 2);
  memset (found.features, 0, found.n * CT_HIT_FEATURES * sizeof *found.features);
  g_assert_cmpint (split (&found), ==, CT_STATUS_OK);
  g_assert_cmpuint (found.n_groups, ==, 1);
  found_clear (&found);
}

static void
test_no_memory (void)
{
  static const float centres[][2] = { { 0, 20 }, { 20, 0 } };
  Found found;

  found_init (&found, centres, 2, 40);
  failing_allocator_try_all (find, &found);
  failing_allocator_try_all (split, &found);
  found_clear (&found);
}

/* What the built-in weights know is a drum of each kind. */
static void
test_weights (void)
{
  CtWeights *weights;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  for (int kind = 0; kind < CT_N_HIT_KINDS; kind++)
    {
      CtHitTimbres found;

      g_assert_cmpint (ct_hit_timbres_init (&found, weights, (CtHitKind) kind), ==, CT_STATUS_OK);
      g_assert_cmpuint (found.n_drums, >, 2);
      g_assert_cmpuint (found.n_dimensions, >, 2);
      g_assert_cmpint (found.kind, ==, kind);
    }
  ct_weights_free (weights);
}

/* Loud and soft hits of one drum are alike, and low ones are not like high ones. */
static void
test_spectrum (void)
{
  CtSpectrogram *spectrogram = drum_spectrogram_new (400);
  float hits[4][CT_HIT_FEATURES];
  double away[4] = { 0 };

  for (size_t i = 0; i < 4; i++)
    {
      float loud_db = ct_hit_spectrum_take (spectrogram, DRUM_SPECTROGRAM_FIRST + i * DRUM_SPECTROGRAM_STEP, hits[i]);

      g_assert_cmpfloat (loud_db, >, 30);
      for (int k = 0; k < CT_HIT_FEATURES; k++)
        away[i] += (double) ((hits[i][k] - hits[0][k]) * (hits[i][k] - hits[0][k]));
    }
  g_assert_cmpfloat (away[2], <, 0.1 * away[1]);
  g_assert_cmpfloat (away[2], <, 0.1 * away[3]);
  /* beyond both ends is what lies at them */
  ct_hit_spectrum_take (spectrogram, 0, hits[0]);
  ct_hit_spectrum_take (spectrogram, 399, hits[0]);
  ct_spectrogram_free (spectrogram);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  projection[0][0] = projection[1][1] = 1;
  drum_weights[0][1] = drum_weights[1][0] = 1;
  g_test_add_func ("/hit-groups/apart", test_apart);
  g_test_add_func ("/hit-groups/stray", test_stray);
  g_test_add_func ("/hit-groups/few", test_few);
  g_test_add_func ("/hit-groups/split", test_split);
  g_test_add_func ("/hit-groups/no-memory", test_no_memory);
  g_test_add_func ("/hit-groups/weights", test_weights);
  g_test_add_func ("/hit-groups/spectrum", test_spectrum);
  return g_test_run ();
}
