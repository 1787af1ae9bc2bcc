/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the notes, bars and grid are, the music is whole. */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notation/ct-notation.h"
#include "core/rhythm/ct-quantise.h"
#include "tests/support/random-score.h"

#define N_SCORES 400

/* ---- what is checked ---- */

/* that its length is that of its value, and what it says of tuplets fits its neighbours */
static void
check_event (const CtNotationEvent *event, const CtNotationBar *bar, int *tuplet_length)
{
  int plain = CT_TICKS_PER_WHOLE >> event->value;

  if (event->whole_bar)
    {
      g_assert_cmpint (event->length, ==, bar->length);
      g_assert_cmpint (event->n_pitches, ==, 0);
      return;
    }
  g_assert_cmpint (event->dots, <=, 2);
  g_assert_cmpint (event->length * event->actual << event->dots, ==, plain * ((2 << event->dots) - 1) * event->normal);
  if (event->actual == 1)
    {
      g_assert_cmpint (event->normal, ==, 1);
      g_assert_cmpint (*tuplet_length, ==, 0);
      g_assert_false (event->tuplet_start || event->tuplet_stop);
      return;
    }
  g_assert_true (event->tuplet_start == (*tuplet_length == 0));
  *tuplet_length += event->length;
  if (event->tuplet_stop)
    {
      g_assert_cmpint (*tuplet_length, ==, event->normal * (CT_TICKS_PER_WHOLE >> event->tuplet_value));
      *tuplet_length = 0;
    }
}

/* What a voice has tied so far. */
typedef struct
{
  const CtNotationPitch *open; /* [n_open]: pitches that go on */
  size_t n_open;
} Ties;

static void
check_ties (const CtNotation *piece, const CtNotationEvent *event, Ties *ties)
{
  const CtNotationPitch *pitches = ct_notation_pitches (piece, event);
  size_t n_from = 0;

  for (size_t i = 0; i < event->n_pitches; i++)
    {
      if (i > 0)
        g_assert_cmpint (pitches[i].midi, >, pitches[i - 1].midi);
      if (!pitches[i].tied_from)
        continue;
      while (n_from < ties->n_open && !ties->open[n_from].tied_to)
        n_from++;
      g_assert_cmpuint (n_from, <, ties->n_open);
      g_assert_cmpint (ties->open[n_from++].midi, ==, pitches[i].midi);
    }
  for (; n_from < ties->n_open; n_from++)
    g_assert_false (ties->open[n_from].tied_to);
  *ties = (Ties){ pitches, event->n_pitches };
}

static char *
key_of (size_t track, int64_t tick, int midi)
{
  return g_strdup_printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %d", track, tick, midi);
}

/* a pitch that sounds */
typedef struct
{
  int64_t start, end;
  int midi;
} Sound;

static int
compare_sounds (const void *a, const void *b)
{
  const Sound *x = a, *y = b;

  return x->midi != y->midi ? x->midi - y->midi : (x->start > y->start) - (x->start < y->start);
}

/* that nothing is struck while it still sounds, in whatever voice */
static void
check_sounds (GArray *sounds)
{
  g_array_sort (sounds, compare_sounds);
  for (guint i = 1; i < sounds->len; i++)
    {
      const Sound *before = &g_array_index (sounds, Sound, i - 1), *sound = &g_array_index (sounds, Sound, i);

      g_assert_true (sound->midi != before->midi || sound->start >= before->end);
    }
}

/* that a voice fills its bars; collects where its notes start, and what sounds */
static void
check_voice (const CtNotation *piece, size_t part, size_t staff, size_t voice, GHashTable *found, GArray *sounds)
{
  size_t n_bars, n_parts;
  const CtNotationBar *bars = ct_notation_bars (piece, &n_bars);
  const CtNotationPart *parts = ct_notation_parts (piece, &n_parts);
  Ties ties = { 0 };

  for (size_t bar = 0; bar < n_bars; bar++)
    {
      size_t n;
      const CtNotationEvent *events = ct_notation_events (piece, part, staff, bar, voice, &n);
      int at = 0, tuplet_length = 0;

      if (n == 0)
        {
          g_assert_cmpuint (voice, ==, 1);
          check_ties (piece, &(CtNotationEvent){ 0 }, &ties);
          continue;
        }
      for (size_t i = 0; i < n; i++)
        {
          const CtNotationPitch *pitches = ct_notation_pitches (piece, &events[i]);

          g_assert_cmpint (events[i].start, ==, at);
          g_assert_cmpint (events[i].length, >, 0);
          at += events[i].length;
          check_event (&events[i], &bars[bar], &tuplet_length);
          check_ties (piece, &events[i], &ties);
          for (size_t k = 0; k < events[i].n_pitches; k++)
            {
              Sound sound = { bars[bar].start + events[i].start, 0, pitches[k].midi };

              sound.end = sound.start + events[i].length;
              g_array_append_val (sounds, sound);
            }
          for (size_t k = 0; k < events[i].n_pitches; k++)
            if (!pitches[k].tied_from)
              g_assert_true (g_hash_table_add (found, key_of (parts[part].track, bars[bar].start + events[i].start,
                                                              pitches[k].midi)));
        }
      g_assert_cmpint (at, ==, bars[bar].length);
      g_assert_cmpint (tuplet_length, ==, 0);
    }
  check_ties (piece, &(CtNotationEvent){ 0 }, &ties);
}

/* the starts of the quantised score, hits behind the tracks */
static GHashTable *
expected_starts (const CtScore *score, const CtNotation *piece, const CtNoteGrid *grid)
{
  GHashTable *expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const CtPercussion *percussion = &score->percussion;
  g_autofree CtNote *notes = g_new (CtNote, score->notes.n + percussion->n_hits + 1);
  CtQuantiseOptions options;
  CtTempoMap *map = NULL;
  size_t n = 0;

  for (size_t i = 0; i < score->notes.n; i++)
    if (!score->notes.notes[i].uncertain && score->notes.notes[i].track >= 0)
      notes[n++] = score->notes.notes[i];
  for (size_t i = 0; i < percussion->n_hits; i++)
    notes[n++] = (CtNote){ .onset_s = percussion->hits[i].time_s,
                           .offset_s = percussion->hits[i].time_s,
                           .midi = percussion->groups[percussion->hits[i].group].drum,
                           .track = (int16_t) score->n_tracks };
  ct_quantise_options_init (&options);
  options.grid = *grid;
  if (!score->tempo_map)
    g_assert_cmpint (ct_tempo_map_new_steady (60, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_quantise (map ? map : score->tempo_map, &options, notes, n, notes), ==, CT_STATUS_OK);
  for (size_t i = 0; i < n; i++)
    g_hash_table_add (expected,
                      key_of ((size_t) notes[i].track, ct_notation_tick_at (piece, notes[i].onset_s), notes[i].midi));
  ct_tempo_map_free (map);
  return expected;
}

static void
check_bars (const CtNotation *piece)
{
  size_t n;
  const CtNotationBar *bars = ct_notation_bars (piece, &n);
  int64_t at = 0;

  g_assert_cmpuint (n, >, 0);
  for (size_t i = 0; i < n; i++)
    {
      int whole = bars[i].numerator * CT_TICKS_PER_WHOLE / bars[i].denominator;

      g_assert_cmpint (bars[i].start, ==, at);
      at += bars[i].length;
      if (bars[i].pick_up)
        g_assert_cmpint (bars[i].length, <, whole);
      else
        g_assert_cmpint (bars[i].length, ==, whole);
      g_assert_true (!bars[i].pick_up || i == 0);
      if (i > 0)
        g_assert_cmpint (bars[i].number, ==, bars[i - 1].number + 1);
    }
}

/* whether the bars and the grid fit each other, so that every line can be written: no bar is cut, no beat very short */
static gboolean
is_exact (const CtScore *score, const CtNoteGrid *grid)
{
  const CtMeter *meters;
  size_t n;

  if (grid->division > 0 && grid->kind == CT_NOTE_GRID_SWING)
    return FALSE; /* which is not written as it is played */
  if (!score->tempo_map)
    return TRUE;
  if (grid->division > 0 && grid->kind != CT_NOTE_GRID_STRAIGHT)
    return FALSE;
  meters = ct_tempo_map_meters (score->tempo_map, &n);
  for (size_t i = 0; i < n; i++)
    if (meters[i].denominator > 16
        || (i + 1 < n && (meters[i + 1].tick - meters[i].tick) % ct_meter_bar_ticks (&meters[i]) != 0))
      return FALSE;
  return TRUE;
}

static void
check_piece (const CtScore *score, const CtNotation *piece, const CtNoteGrid *grid, size_t *n_exact)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *expected = expected_starts (score, piece, grid);
  size_t n_parts;
  const CtNotationPart *parts = ct_notation_parts (piece, &n_parts);
  GHashTableIter iter;
  gpointer key;

  check_bars (piece);
  for (size_t part = 0; part < n_parts; part++)
    {
      g_autoptr (GArray) sounds = g_array_new (FALSE, FALSE, sizeof (Sound));

      for (size_t staff = 0; staff < parts[part].n_staves; staff++)
        for (size_t voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
          check_voice (piece, part, staff, voice, found, sounds);
      check_sounds (sounds);
    }
  if (is_exact (score, grid))
    {
      g_assert_cmpuint (g_hash_table_size (found), ==, g_hash_table_size (expected));
      g_hash_table_iter_init (&iter, expected);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_assert_true (g_hash_table_contains (found, key));
      ++*n_exact;
    }
  g_hash_table_unref (found);
  g_hash_table_unref (expected);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  size_t n_exact = 0;

  for (int i = 0; i < N_SCORES; i++)
    {
      CtScore *score = random_score_new (rand);
      CtNotationOptions options;
      CtNotation *piece;

      ct_notation_options_init (&options);
      random_score_grid (rand, &options.grid);
      options.percussion = true;
      g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
      check_piece (score, piece, &options.grid, &n_exact);
      ct_notation_free (piece);
      ct_score_free (score);
    }
  /* else it would say little */
  g_assert_cmpuint (n_exact, >, N_SCORES / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notation/random", test_random);
  return g_test_run ();
}
