/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/timbre/ct-embedding.h"

/* Two vectors at an angle in a random plane, of random lengths. */
static void
make_pair (GRand *rand, double angle, float *a, float *b)
{
  double u[CT_EMBEDDING_SIZE], v[CT_EMBEDDING_SIZE], uu = 0, uv = 0, vv = 0;
  double length_a = g_rand_double_range (rand, 1e-3, 1e3), length_b = g_rand_double_range (rand, 1e-3, 1e3);

  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    {
      u[i] = g_rand_double_range (rand, -1, 1);
      v[i] = g_rand_double_range (rand, -1, 1);
      uu += u[i] * u[i];
      uv += u[i] * v[i];
    }
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    {
      v[i] -= uv / uu * u[i];
      vv += v[i] * v[i];
    }
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    {
      a[i] = (float) (length_a * u[i] / sqrt (uu));
      b[i] = (float) (length_b * (cos (angle) * u[i] / sqrt (uu) + sin (angle) * v[i] / sqrt (vv)));
    }
}

static void
test_angle (void)
{
  GRand *rand = g_rand_new_with_seed (1);

  for (int i = 0; i <= 100; i++)
    {
      float a[CT_EMBEDDING_SIZE], b[CT_EMBEDDING_SIZE];

      make_pair (rand, G_PI * i / 100, a, b);
      g_assert_cmpfloat_with_epsilon (ct_embedding_cosine (a, b), cos (G_PI * i / 100), 1e-6);
      g_assert_cmpfloat_with_epsilon (ct_embedding_cosine (b, a), cos (G_PI * i / 100), 1e-6);
    }
  g_rand_free (rand);
}

static void
test_no_direction (void)
{
  const float bad[] = { 0, NAN, INFINITY, -INFINITY };
  float one[CT_EMBEDDING_SIZE] = { 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      float other[CT_EMBEDDING_SIZE] = { bad[i] };

      g_assert_cmpfloat (ct_embedding_cosine (one, other), ==, -1);
      g_assert_cmpfloat (ct_embedding_cosine (other, one), ==, -1);
      g_assert_cmpfloat (ct_embedding_cosine (other, other), ==, -1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/embedding/angle", test_angle);
  g_test_add_func ("/embedding/no-direction", test_no_direction);
  return g_test_run ();
}
