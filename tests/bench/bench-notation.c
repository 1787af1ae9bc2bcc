/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to write notes as music: bars and voices, the MusicXML and the numbered pages of them, and their
 * keys and chords; median of several runs, in ms of processor time. */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-tempo-map.h"
#include "core/harmony/ct-harmony-finder.h"
#include "core/jianpu/ct-jianpu.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"
#include "tests/support/processor-time.h"

#define RUNS 5
#define NOTES_A_SECOND 16

/* What is timed, in the order in which it is done. */
enum
{
  WRITE,
  MUSICXML,
  JIANPU,
  HARMONY,
  N_STEPS
};

static CtScore *
random_notes (guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  CtScore *score;

  if (ct_score_new (1, &score) || ct_tempo_map_new_steady (120, 0, 4, 4, &score->tempo_map))
    abort ();
  for (guint i = 0; i < n; i++)
    {
      CtNote note = { .onset_s = (double) i / NOTES_A_SECOND, .velocity = 64 };

      note.midi = (uint8_t) g_rand_int_range (rand, 28, 100);
      note.offset_s = note.onset_s + g_rand_double_range (rand, 0.05, 1);
      if (ct_notes_append (&score->notes, &note))
        abort ();
    }
  return score;
}

static void
run_once (const CtScore *score, const char *path, double ms[N_STEPS])
{
  CtNotationOptions notation_options;
  CtMusicXmlOptions xml_options = { 0 };
  CtJianpuOptions page_options;
  CtNotation *piece;
  CtJianpu *pages;
  CtHarmony harmony = { 0 };
  double at[N_STEPS + 1];

  ct_notation_options_init (&notation_options);
  ct_jianpu_options_init (&page_options);
  at[WRITE] = processor_time_ms ();
  if (ct_notation_new (score, &notation_options, &piece))
    abort ();
  at[MUSICXML] = processor_time_ms ();
  if (ct_musicxml_write (piece, &xml_options, path))
    abort ();
  at[JIANPU] = processor_time_ms ();
  if (ct_jianpu_new (piece, &page_options, &pages))
    abort ();
  at[HARMONY] = processor_time_ms ();
  if (ct_harmony_find (score->notes.notes, score->notes.n, score->tempo_map, NULL, &harmony))
    abort ();
  at[N_STEPS] = processor_time_ms ();
  for (int step = 0; step < N_STEPS; step++)
    ms[step] = at[step + 1] - at[step];
  ct_harmony_clear (&harmony);
  ct_jianpu_free (pages);
  ct_notation_free (piece);
}

static void
bench (guint n, const char *path)
{
  static const char *const names[N_STEPS] = { "bars and voices", "MusicXML", "numbered pages", "keys and chords" };
  CtScore *score = random_notes (n);
  double ms[RUNS][N_STEPS];

  for (int run = 0; run < RUNS; run++)
    run_once (score, path, ms[run]);
  printf ("%u notes of %u s:", n, n / NOTES_A_SECOND);
  for (int step = 0; step < N_STEPS; step++)
    {
      double column[RUNS];

      for (int run = 0; run < RUNS; run++)
        column[run] = ms[run][step];
      printf ("%s %s %.0f ms", step > 0 ? "," : "", names[step], processor_time_median (column, RUNS));
    }
  putchar ('\n');
  ct_score_free (score);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "piece.musicxml", NULL);

  bench (4800, path);
  bench (60000, path);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
