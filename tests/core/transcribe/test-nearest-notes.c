/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-nearest-notes.h"

#define N 200

static double
distance (const CtNote *a, const CtNote *b)
{
  return fabs (a->onset_s - b->onset_s) + 0.2 * ABS ((int) a->midi - b->midi);
}

/* Against a search of all pairs. */
static void
test_random (void)
{
  GRand *rand = g_rand_new_with_seed (3);
  CtNote notes[N];
  bool qualifies[N];
  ptrdiff_t nearest[N];

  for (int share = 1; share <= 100; share += 9)
    {
      double onset_s = 0;

      for (size_t i = 0; i < N; i++)
        {
          onset_s += g_rand_double_range (rand, 0, 0.3);
          notes[i] = (CtNote){ .onset_s = onset_s, .midi = (uint8_t) g_rand_int_range (rand, 0, 128) };
          qualifies[i] = i == 7 || g_rand_int_range (rand, 0, 100) < share;
        }
      ct_nearest_notes (notes, qualifies, N, nearest);
      for (size_t i = 0; i < N; i++)
        {
          if (qualifies[i])
            g_assert_cmpint (nearest[i], ==, (ptrdiff_t) i);
          g_assert_cmpint (nearest[i], >=, 0);
          g_assert_true (qualifies[nearest[i]]);
          for (size_t j = 0; j < N && !qualifies[i]; j++)
            if (qualifies[j])
              g_assert_cmpfloat (distance (&notes[i], &notes[nearest[i]]), <=, distance (&notes[i], &notes[j]));
        }
    }
  g_rand_free (rand);
}

static void
test_semitone (void)
{
  const CtNote notes[] = {
    { .onset_s = 1.00, .midi = 60 },
    { .onset_s = 1.15, .midi = 61 }, /* 0.35 from the first; */
    { .onset_s = 1.34, .midi = 60 }, /* 0.34 from it */
  };
  const bool qualifies[] = { false, true, true };
  ptrdiff_t nearest[3];

  ct_nearest_notes (notes, qualifies, 3, nearest);
  g_assert_cmpint (nearest[0], ==, 2);
}

static void
test_none (void)
{
  const CtNote notes[2] = { { .onset_s = 1 }, { .onset_s = 2 } };
  const bool qualifies[2] = { false };
  ptrdiff_t nearest[2] = { 5, 5 };

  ct_nearest_notes (notes, qualifies, 2, nearest);
  g_assert_cmpint (nearest[0], ==, -1);
  g_assert_cmpint (nearest[1], ==, -1);
  ct_nearest_notes (NULL, NULL, 0, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nearest-notes/random", test_random);
  g_test_add_func ("/nearest-notes/semitone", test_semitone);
  g_test_add_func ("/nearest-notes/none", test_none);
  return g_test_run ();
}
