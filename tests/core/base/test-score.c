/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdbool.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"

static void
test_new (void)
{
  CtScore *score;

  g_assert_cmpint (ct_score_new (12, &score), ==, CT_STATUS_OK);
  g_assert_cmpuint (score->n_tracks, ==, 12);
  g_assert_cmpstr (score->tracks[0].name, ==, "Track 1");
  g_assert_cmpstr (score->tracks[11].name, ==, "Track 12");
  g_assert_cmpint (score->tracks[11].program, ==, 0);
  g_assert_cmpuint (score->notes.n, ==, 0);
  g_assert_cmpfloat (score->tempo_bpm, ==, 120);
  g_assert_cmpint (score->meter_numerator, ==, 4);
  g_assert_cmpint (score->meter_denominator, ==, 4);
  ct_score_free (score);

  g_assert_cmpint (ct_score_new (0, &score), ==, CT_STATUS_OK);
  g_assert_cmpuint (score->n_tracks, ==, 0);
  ct_score_free (score);
  ct_score_free (NULL);

  /* a note's track is a 16-bit number */
  g_assert_cmpint (ct_score_new (40000, &score), ==, CT_STATUS_BAD_ARGUMENT);
}

static void
test_count (void)
{
  static const CtNote notes[] = {
    { .track = 0 }, { .track = 1 }, { .track = 1, .uncertain = true }, { .track = 1 }, { .track = -1 },
  };
  CtScore *score;

  g_assert_cmpint (ct_score_new (3, &score), ==, CT_STATUS_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (notes); i++)
    g_assert_cmpint (ct_notes_append (&score->notes, &notes[i]), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_score_count (score, 0), ==, 1);
  g_assert_cmpuint (ct_score_count (score, 1), ==, 2);
  g_assert_cmpuint (ct_score_count (score, 2), ==, 0);
  g_assert_cmpuint (ct_score_count (score, -1), ==, 4);
  ct_score_free (score);
}

static CtStatus
make_score (void *data)
{
  CtScore *score;
  CtStatus status = ct_score_new (3, &score);

  if (status == CT_STATUS_OK)
    ct_score_free (score);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (make_score, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/new", test_new);
  g_test_add_func ("/score/count", test_count);
  g_test_add_func ("/score/no-memory", test_no_memory);
  return g_test_run ();
}
