/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/random-score.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

static CtTempoMap *
random_map (GRand *rand)
{
  CtTempoPoint points[12];
  CtMeter meters[5];
  size_t n_points = (size_t) g_rand_int_range (rand, 2, 13), n_meters = (size_t) g_rand_int_range (rand, 1, 6);
  CtTempoMap *map;
  int64_t tick = g_rand_int_range (rand, -2, 3) * CT_TICKS_PER_QUARTER;
  double time_s = g_rand_double_range (rand, -1, 1);

  for (size_t i = 0; i < n_points; i++)
    {
      int beats = g_rand_int_range (rand, 1, 6);

      points[i] = (CtTempoPoint){ tick, time_s, false };
      tick += beats * CT_TICKS_PER_QUARTER;
      time_s += beats * g_rand_double_range (rand, 0.3, 1.2);
    }
  tick = g_rand_int_range (rand, -3, 4) * CT_TICKS_PER_QUARTER;
  for (size_t i = 0; i < n_meters; i++)
    {
      meters[i] = (CtMeter){ tick, g_rand_int_range (rand, 1, 14), 1 << g_rand_int_range (rand, 0, 5) };
      /* sometimes within a bar, rarely off any beat */
      if (g_rand_int_range (rand, 0, 2))
        tick += g_rand_int_range (rand, 1, 9) * CT_TICKS_PER_QUARTER;
      else
        tick += g_rand_int_range (rand, 1, 5) * ct_meter_bar_ticks (&meters[i]);
      if (g_rand_int_range (rand, 0, 10) == 0)
        {
          meters[i].denominator = 128;
          tick += g_rand_int_range (rand, 0, 100);
        }
    }
  g_assert_cmpint (ct_tempo_map_new (points, n_points, meters, n_meters, &map), ==, CT_STATUS_OK);
  return map;
}

/* Up to four drums, two of which may be the same. */
static void
add_hits (GRand *rand, CtPercussion *percussion)
{
  size_t n = (size_t) g_rand_int_range (rand, 0, 60);

  percussion->n_groups = (size_t) g_rand_int_range (rand, 1, 5);
  for (size_t i = 0; i < percussion->n_groups; i++)
    percussion->groups[i].drum = (uint8_t) g_rand_int_range (rand, CT_DRUM_LOW, CT_DRUM_LOW + 16);
  percussion->hits = calloc (n + 1, sizeof *percussion->hits);
  percussion->n_hits = n;
  for (size_t i = 0; i < n; i++)
    percussion->hits[i] = (CtHit){ .time_s = g_rand_double_range (rand, 0, 20),
                                   .strength = 0.5f,
                                   .group = (uint8_t) g_rand_int_range (rand, 0, (int) percussion->n_groups) };
  ct_percussion_sort (percussion);
  g_assert_true (ct_percussion_is_valid (percussion));
}

CtScore *
random_score_new (GRand *rand)
{
  CtScore *score;
  int n_notes = g_rand_int_range (rand, 0, 80), range = g_rand_int_range (rand, 1, 100);

  g_assert_cmpint (ct_score_new ((size_t) g_rand_int_range (rand, 1, 4), &score), ==, CT_STATUS_OK);
  if (g_rand_int_range (rand, 0, 8))
    score->tempo_map = random_map (rand);
  for (size_t i = 0; i < score->n_tracks; i++)
    score->tracks[i].program = (uint8_t) g_rand_int_range (rand, 0, 128);
  for (int i = 0; i < n_notes; i++)
    {
      CtNote note = { .onset_s = g_rand_double_range (rand, 0, 20), .velocity = 64 };

      note.offset_s = note.onset_s + exp (g_rand_double_range (rand, -4, 2));
      note.midi = (uint8_t) (64 - range / 2 + g_rand_int_range (rand, 0, range));
      note.track = (int16_t) g_rand_int_range (rand, -1, (int) score->n_tracks);
      note.uncertain = g_rand_int_range (rand, 0, 10) == 0;
      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  ct_notes_sort (&score->notes);
  if (g_rand_boolean (rand))
    add_hits (rand, &score->percussion);
  return score;
}

void
random_score_grid (GRand *rand, CtNoteGrid *grid)
{
  if (g_rand_int_range (rand, 0, 3))
    grid->division = 1 << g_rand_int_range (rand, 0, 6);
  grid->kind = (CtNoteGridKind) g_rand_int_range (rand, 0, CT_N_NOTE_GRIDS);
}
