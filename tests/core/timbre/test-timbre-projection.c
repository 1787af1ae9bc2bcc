/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-projection.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

#define BETA 12

static CtTimbreProjection
project (const FakeTimbres *timbres, const CtTimbreProjection *before)
{
  CtTimbreProjection projection;

  g_assert_cmpint (ct_timbre_projection_fit (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, timbres->n, BETA,
                                             before, &projection),
                   ==, CT_STATUS_OK);
  return projection;
}

static void
place (const CtTimbreProjection *projection, const FakeTimbres *timbres, size_t note, float *xy)
{
  ct_timbre_projection_apply (projection, timbres->embeddings + note * CT_EMBEDDING_SIZE, &xy[0], &xy[1]);
  g_assert_cmpfloat (fabs ((double) xy[0]), <=, 2);
  g_assert_cmpfloat (fabs ((double) xy[1]), <=, 2);
}

/* Mean places of the timbres: @centres is [k][2]. */
static void
find_centres (const CtTimbreProjection *projection, const FakeTimbres *timbres, int k, double (*centres)[2])
{
  memset (centres, 0, (size_t) k * sizeof *centres);
  for (size_t i = 0; i < timbres->n; i++)
    {
      float xy[2];

      place (projection, timbres, i, xy);
      for (int j = 0; j < 2; j++)
        centres[timbres->timbres[i]][j] += (double) xy[j] / ((double) timbres->n / k);
    }
}

static void
assert_axes (const CtTimbreProjection *projection)
{
  double products[3] = { 0 };

  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    {
      products[0] += (double) (projection->axes[0][i] * projection->axes[0][i]);
      products[1] += (double) (projection->axes[1][i] * projection->axes[1][i]);
      products[2] += (double) (projection->axes[0][i] * projection->axes[1][i]);
    }
  g_assert_cmpfloat_with_epsilon (products[0], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (products[1], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (products[2], 0, 1e-5);
}

/* Two and three timbres lie apart by more than their notes scatter, and each has an attractor among its notes. */
static void
test_parts_timbres (void)
{
  for (int k = 2; k <= 3; k++)
    for (size_t n = 60; n <= 30000; n = n == 60 ? 3000 : n * 10)
      {
        FakeTimbres *timbres = fake_timbres_new (n, k, 0.3, 6, (guint32) k);
        CtTimbreProjection projection = project (timbres, NULL);
        double centres[3][2];
        size_t wrong = 0;

        assert_axes (&projection);
        find_centres (&projection, timbres, k, centres);
        for (size_t i = 0; i < n; i++)
          {
            float xy[2];
            int nearest = 0;

            place (&projection, timbres, i, xy);
            for (int j = 1; j < k; j++)
              if (hypot (xy[0] - centres[j][0], xy[1] - centres[j][1])
                  < hypot (xy[0] - centres[nearest][0], xy[1] - centres[nearest][1]))
                nearest = j;
            wrong += nearest != timbres->timbres[i];
          }
        g_assert_cmpuint (wrong, ==, 0);
        g_assert_cmpuint (projection.n_attractors, ==, k);
        for (int i = 0; i < k; i++)
          {
            const CtTimbreAttractor *attractor = &projection.attractors[i];
            double nearest = INFINITY;

            for (int j = 0; j < k; j++)
              nearest = fmin (nearest, hypot (attractor->x - centres[j][0], attractor->y - centres[j][1]));
            g_assert_cmpfloat (nearest, <, 0.2);
            g_assert_cmpfloat_with_epsilon ((double) attractor->share, 1.0 / k, 0.1);
          }
        fake_timbres_free (timbres);
      }
}

/* A few notes beside the timbres are no timbre: they are too few to be counted as one, and have no cross. */
static void
test_few_notes (void)
{
  FakeTimbres *timbres = fake_timbres_new (200, 2, 0.3, 6, 1);
  CtTimbreProjection projection;

  for (size_t i = 197; i < 200; i++)
    for (int j = 0; j < CT_EMBEDDING_SIZE; j++)
      timbres->embeddings[i * CT_EMBEDDING_SIZE + (size_t) j] = -timbres->embeddings[j];
  projection = project (timbres, NULL);
  g_assert_cmpuint (projection.n_attractors, ==, 2);
  fake_timbres_free (timbres);
}

static void
test_deterministic (void)
{
  FakeTimbres *timbres = fake_timbres_new (900, 3, 0.3, 0, 7);
  CtTimbreProjection a = project (timbres, NULL), b = project (timbres, NULL);

  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
  /* the projection before may be the one that is written */
  b = a;
  g_assert_cmpint (ct_timbre_projection_fit (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, timbres->n, BETA,
                                             &b, &b),
                   ==, CT_STATUS_OK);
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    for (int j = 0; j < 2; j++)
      g_assert_cmpfloat_with_epsilon ((double) a.axes[j][i], (double) b.axes[j][i], 1e-5);
  fake_timbres_free (timbres);
}

/* The timbre in the higher register lies to the right. */
static void
test_pitch_to_the_right (void)
{
  for (guint32 seed = 0; seed < 10; seed++)
    {
      FakeTimbres *timbres = fake_timbres_new (200, 2, 0.3, 12, seed);
      CtTimbreProjection projection = project (timbres, NULL);
      double centres[2][2];

      find_centres (&projection, timbres, 2, centres);
      g_assert_cmpfloat (centres[1][0], >, centres[0][0] + 0.5);
      fake_timbres_free (timbres);
    }
}

/* Whatever the map looked like before, mirrored or turned: with half the notes gone it looks like that again. */
static void
test_follows (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 3, 0.3, 0, 3), half = *timbres;
  CtTimbreProjection first = project (timbres, NULL);

  half.n = 300;
  for (int turn = 0; turn < 8; turn++)
    {
      CtTimbreProjection shown = first, next;
      double angle = 2 * G_PI * turn / 8, before[3][2], after[3][2];

      for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
        {
          float x = first.axes[0][i], y = turn % 2 ? -first.axes[1][i] : first.axes[1][i];

          shown.axes[0][i] = (float) cos (angle) * x - (float) sin (angle) * y;
          shown.axes[1][i] = (float) sin (angle) * x + (float) cos (angle) * y;
        }
      next = project (&half, &shown);
      assert_axes (&next);
      find_centres (&shown, timbres, 3, before);
      find_centres (&next, timbres, 3, after);
      for (int i = 0; i < 3; i++)
        g_assert_cmpfloat (hypot (before[i][0] - after[i][0], before[i][1] - after[i][1]), <, 0.1);
    }
  fake_timbres_free (timbres);
}

static void
test_odd (void)
{
  FakeTimbres *timbres = fake_timbres_new (100, 2, 0.3, 0, 1), none = *timbres;
  CtTimbreProjection projection;
  float xy[2];

  none.n = 0;
  projection = project (&none, NULL);
  g_assert_cmpuint (projection.n_attractors, ==, 0);
  place (&projection, timbres, 0, xy);
  g_assert_true (xy[0] == 0 && xy[1] == 0);

  /* one note has no direction; two have one */
  none.n = 1;
  projection = project (&none, &projection);
  place (&projection, timbres, 0, xy);
  g_assert_true (xy[0] == 0 && xy[1] == 0);
  g_assert_cmpuint (projection.n_attractors, ==, 1);
  none.n = 2;
  projection = project (&none, &projection);
  place (&projection, timbres, 0, xy);
  g_assert_cmpfloat (fabs ((double) xy[0]) + fabs ((double) xy[1]), >, 0.1);

  /* what no encoder makes */
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    {
      timbres->embeddings[3 * CT_EMBEDDING_SIZE + i] = NAN;
      timbres->embeddings[5 * CT_EMBEDDING_SIZE + i] = 0;
    }
  projection = project (timbres, NULL);
  for (size_t i = 0; i < timbres->n; i++)
    place (&projection, timbres, i, xy);
  g_assert_cmpint (ct_timbre_projection_fit (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, 100, NAN, NULL,
                                             &projection),
                   ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_timbre_projection_fit (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, 100, 0, NULL,
                                             &projection),
                   ==, CT_STATUS_BAD_ARGUMENT);
  fake_timbres_free (timbres);
}

/* Vectors may be narrower than an encoder's: as if their last numbers were 0. Axes of other vectors are not followed.
 */
static void
test_width (void)
{
  FakeTimbres *timbres = fake_timbres_new (300, 3, 0.3, 0, 1);
  g_autofree float *narrow = g_new (float, 300 * 5);
  CtTimbreProjection wide = { 0 }, slim;

  for (size_t i = 0; i < 300; i++)
    {
      float *embedding = timbres->embeddings + i * CT_EMBEDDING_SIZE;

      memset (embedding + 5, 0, (CT_EMBEDDING_SIZE - 5) * sizeof *embedding);
      memcpy (narrow + i * 5, embedding, 5 * sizeof *narrow);
    }
  wide = project (timbres, NULL);
  g_assert_cmpint (ct_timbre_projection_fit (narrow, 5, timbres->notes, 300, BETA, &wide, &slim), ==, CT_STATUS_OK);
  for (size_t i = 0; i < 300; i++)
    {
      float a[2], b[2];

      ct_timbre_projection_apply (&wide, timbres->embeddings + i * CT_EMBEDDING_SIZE, &a[0], &a[1]);
      ct_timbre_projection_apply (&slim, narrow + i * 5, &b[0], &b[1]);
      g_assert_cmpfloat_with_epsilon ((double) a[0], (double) b[0], 1e-4);
      g_assert_cmpfloat_with_epsilon ((double) a[1], (double) b[1], 1e-4);
    }
  fake_timbres_free (timbres);
}

static CtStatus
fit (void *data)
{
  const FakeTimbres *timbres = data;
  CtTimbreProjection projection;

  return ct_timbre_projection_fit (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, timbres->n, BETA, NULL,
                                   &projection);
}

static void
test_no_memory (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 2, 0.1, 0, 1);

  failing_allocator_try_all (fit, timbres);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-projection/parts-timbres", test_parts_timbres);
  g_test_add_func ("/timbre-projection/few-notes", test_few_notes);
  g_test_add_func ("/timbre-projection/deterministic", test_deterministic);
  g_test_add_func ("/timbre-projection/pitch-to-the-right", test_pitch_to_the_right);
  g_test_add_func ("/timbre-projection/follows", test_follows);
  g_test_add_func ("/timbre-projection/odd", test_odd);
  g_test_add_func ("/timbre-projection/width", test_width);
  g_test_add_func ("/timbre-projection/no-memory", test_no_memory);
  return g_test_run ();
}
