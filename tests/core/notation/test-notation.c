/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What music looks like. */
#include <glib.h>
#include <string.h>

#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notation/ct-notation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/music-text.h"

/* a second a quarter note, so that times are quarters */
static CtScore *
new_score (int numerator, int denominator, double start_s)
{
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (60, start_s, numerator, denominator, &score->tempo_map), ==, CT_STATUS_OK);
  score->tracks[0].program = 73; /* a flute: one staff */
  score->tracks[0].naming = 2;
  return score;
}

static void
add (CtScore *score, double start, double length, int midi)
{
  CtNote note = { .onset_s = start, .offset_s = start + length, .midi = (uint8_t) midi, .velocity = 64 };

  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
  ct_notes_sort (&score->notes);
}

static CtNotation *
write_music (const CtScore *score)
{
  CtNotationOptions options;
  CtNotation *piece;

  ct_notation_options_init (&options);
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  return piece;
}

/* ---- values ---- */

/* a melody, as lengths in quarters, below 0 for rests */
typedef struct
{
  int numerator, denominator;
  double lengths[16];
  const char *expected;
} Melody;

static const Melody melodies[] = {
  { 4, 4, { 1, 1, 2, 4 }, "60/4 60/4 60/2 | 60/1" },
  /* the middle of the bar stays visible, its beats where what begins there says so */
  { 4, 4, { 1, 2, 1 }, "60/4 60/4~ 60/4 60/4" },
  { 4, 4, { 3, 1, 1, 3 }, "60/2. 60/4 | 60/4 60/4~ 60/2" },
  { 4, 4, { 1.5, 0.5, 0.5, 1.5 }, "60/4. 60/8 60/8 60/8~ 60/4" },
  { 4, 4, { 0.5, 1, 0.5, 0.5, 1, 0.5 }, "60/8 60/4 60/8 60/8 60/4 60/8" },
  { 4, 4, { 0.5, 1, 1, 1, 0.5 }, "60/8 60/4 60/8~ 60/8 60/4 60/8" },
  { 4, 4, { 0.75, 0.25, 0.25, 0.75, 0.25, 0.5, 0.25, 1 }, "60/8. 60/16 60/16 60/8. 60/16 60/8 60/16 60/4" },
  { 4, 4, { 2.5, 1.5 }, "60/2~ 60/8 60/8~ 60/4" },
  { 4, 4, { 3.5, 0.5 }, "60/2.. 60/8" },
  { 4, 4, { 6, 2 }, "60/1~ | 60/2 60/2" },
  { 3, 4, { 3, 2, 1, 1, 2 }, "60/2. | 60/2 60/4 | 60/4 60/2" },
  { 3, 4, { 2.5, 0.5 }, "60/2~ 60/8 60/8" },
  { 5, 4, { 5 }, "60/2.~ 60/2" },
  { 2, 4, { 0.5, 1, 0.5 }, "60/8 60/4 60/8" },
  /* beats of three eighths */
  { 6, 8, { 3, 1.5, 1, 0.5, 1, 1, 1 }, "60/2. | 60/4. 60/4 60/8 | 60/4 60/8~ 60/8 60/4" },
  { 6, 8, { 2, 1 }, "60/4.~ 60/8 60/4" },
  { 6, 8, { 0.75, 0.75, 1.5 }, "60/8. 60/8. 60/4." },
  { 9, 8, { 4.5 }, "60/2.~ 60/4." },
  { 12, 8, { 1.5, 3, 1.5 }, "60/4. 60/4.~ 60/4. 60/4." },
  /* tuplets */
  { 4, 4, { 1 / 3., 1 / 3., 1 / 3., 1, 2 }, "60/8t3 60/8t3 60/8t3 60/4 60/2" },
  { 4, 4, { 2 / 3., 1 / 3., 1, 2 }, "60/4t3 60/8t3 60/4 60/2" },
  { 4, 4, { 2 / 3., 2 / 3., 2 / 3., 2 }, "60/4t3 60/4t3 60/4t3 60/2" },
  { 4, 4, { 4 / 3., 4 / 3., 4 / 3. }, "60/2t3 60/2t3 60/2t3" },
  { 4, 4, { 1, 1 / 3., 1, 2 / 3., 1 }, "60/4 60/8t3 60/4t3~ 60/8t3 60/4t3 60/4" },
  /* rests */
  { 4, 4, { 1, -1, 2 }, "60/4 r/4 60/2" },
  { 4, 4, { 1, -2, 1 }, "60/4 r/4 r/4 60/4" },
  { 4, 4, { -2, 2, -4, 4 }, "60/2 | R | 60/1" }, /* begins with the second half: a pick-up */
  { 4, 4, { 1, -3, 0.5, -0.5, 3 }, "60/4 r/4 r/2 | 60/8 r/8 60/4~ 60/2" },
  { 3, 4, { 1, -2, 3 }, "60/4 r/4 r/4 | 60/2." },
  { 6, 8, { 1.5, -1.5, 0.5, -1, 1.5 }, "60/4. r/4. | 60/8 r/8 r/8 60/4." },
};

static void
test_values (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (melodies); i++)
    {
      CtScore *score = new_score (melodies[i].numerator, melodies[i].denominator, 0);
      CtNotation *piece;
      double at = 0;

      for (size_t k = 0; k < G_N_ELEMENTS (melodies[i].lengths); k++)
        {
          double length = melodies[i].lengths[k];

          if (length > 0)
            add (score, at, length, 60);
          at += ABS (length);
        }
      piece = write_music (score);
      assert_music (piece, 0, 0, melodies[i].expected);
      ct_notation_free (piece);
      ct_score_free (score);
    }
}

/* notes left early are written as meant; silences are not */
static void
test_lengths (void)
{
  CtScore *score = new_score (4, 4, 0);
  CtNotation *piece;

  for (int i = 0; i < 4; i++)
    add (score, i, 0.7, 60 + i);
  add (score, 4, 0.2, 60);
  add (score, 5, 0.1, 62);
  add (score, 5.5, 0.1, 64);
  add (score, 7, 0.9, 65);
  piece = write_music (score);
  assert_music (piece, 0, 0, "60/4 61/4 62/4 63/4 | 60/8 r/8 62/8 64/8 r/4 65/4");
  ct_notation_free (piece);
  ct_score_free (score);
}

/* nobody writes that a long note was left half a beat early */
static void
test_long_notes (void)
{
  CtScore *score = new_score (4, 4, 0);
  CtNotation *piece;

  add (score, 0, 3.4, 60);
  add (score, 4, 2.4, 62);
  add (score, 7, 1, 64);
  piece = write_music (score);
  assert_music (piece, 0, 0, "60/1 | 62/2. 64/4");
  ct_notation_free (piece);
  ct_score_free (score);
}

/* ---- voices and staves ---- */

static void
test_voices (void)
{
  CtScore *score = new_score (4, 4, 0);
  CtNotation *piece;
  size_t n;

  /* a melody over a held note, then chords */
  for (int i = 0; i < 4; i++)
    add (score, i, 1, 72 + i);
  add (score, 0, 4, 60);
  add (score, 4, 2, 60);
  add (score, 4, 2, 64);
  add (score, 6, 2, 62);
  add (score, 6, 2, 65);
  piece = write_music (score);
  assert_music (piece, 0, 0, "72/4 73/4 74/4 75/4 | 60+64/2 62+65/2");
  assert_music (piece, 0, 1, "60/1 | -");
  ct_notation_free (piece);
  ct_score_free (score);

  /* strings that ring on are one voice */
  score = new_score (4, 4, 0);
  for (int i = 0; i < 8; i++)
    add (score, 0.5 * i, 1.5, 48 + i * 5 % 17);
  piece = write_music (score);
  assert_music (piece, 0, 0, "48/8 53/8 58/8 63/8 51/8 56/8 61/8 49/8~ | 49/4 r/4 r/2");
  assert_music (piece, 0, 1, "- | -");
  ct_notation_free (piece);
  ct_score_free (score);

  /* the lower voice begins late; what it does not do till then need not be printed */
  score = new_score (4, 4, 0);
  for (int i = 0; i < 4; i++)
    add (score, i, 1, 72 + i);
  add (score, 2, 2, 60);
  piece = write_music (score);
  assert_music (piece, 0, 0, "72/4 73/4 74/4 75/4");
  assert_music (piece, 0, 1, "r/2 60/2");
  g_assert_true (ct_notation_events (piece, 0, 0, 0, 1, &n)->implied);
  ct_notation_free (piece);
  ct_score_free (score);
}

static void
test_hands (void)
{
  CtScore *score = new_score (4, 4, 0);
  const CtNotationPart *part;
  CtNotation *piece;
  size_t n;

  score->tracks[0].program = 0;
  /* the left hand comes as high as the right one was */
  for (int i = 0; i < 4; i++)
    {
      add (score, i, 1, 67 + 2 * i);
      add (score, i, 1, 48 + 4 * i);
    }
  add (score, 4, 4, 84);
  add (score, 4, 4, 64);
  piece = write_music (score);
  part = ct_notation_parts (piece, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (part->n_staves, ==, 2);
  g_assert_cmpint (part->clefs[0], ==, CT_CLEF_TREBLE);
  g_assert_cmpint (part->clefs[1], ==, CT_CLEF_BASS);
  assert_music (piece, 0, 0, "67/4 69/4 71/4 73/4 | 84/1");
  assert_music (piece, 1, 0, "48/4 52/4 56/4 60/4 | 64/1");
  ct_notation_free (piece);
  ct_score_free (score);
}

static void
test_clefs (void)
{
  static const struct
  {
    int program, midi;
    CtClef clef;
  } cases[] = {
    { 73, 74, CT_CLEF_TREBLE },     { 42, 48, CT_CLEF_BASS },      { 41, 60, CT_CLEF_ALTO },
    { 24, 52, CT_CLEF_TREBLE_8VB }, { 33, 30, CT_CLEF_BASS_8VB },  { 72, 100, CT_CLEF_TREBLE_15MA },
    { 72, 90, CT_CLEF_TREBLE_8VA }, { 58, 12, CT_CLEF_BASS_15MB }, { 9, 127, CT_CLEF_TREBLE_15MA },
    { 0, 0, CT_CLEF_BASS_15MB },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtScore *score = new_score (4, 4, 0);
      CtNotation *piece;
      size_t n;

      score->tracks[0].program = (uint8_t) cases[i].program;
      add (score, 0, 1, cases[i].midi);
      piece = write_music (score);
      g_assert_cmpint (ct_notation_parts (piece, &n)->clefs[0], ==, cases[i].clef);
      ct_notation_free (piece);
      ct_score_free (score);
    }
}

/* ---- bars ---- */

static void
test_bars (void)
{
  CtScore *score = new_score (4, 4, 2);
  CtKeyChange keys[2] = { { .key = { -3, true } }, { .time_s = 6.1, .key = { 2, false } } };
  CtNotationOptions options;
  const CtNotationBar *bars;
  CtNotation *piece;
  size_t n;

  /* an upbeat of a quarter note, from bar 0 */
  add (score, 1, 1, 60);
  add (score, 2, 4, 60);
  add (score, 6, 4, 60);
  ct_notation_options_init (&options);
  options.keys = keys;
  options.n_keys = 2;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  bars = ct_notation_bars (piece, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (bars[0].pick_up && !bars[1].pick_up);
  g_assert_cmpint (bars[0].length, ==, CT_TICKS_PER_QUARTER);
  g_assert_cmpint (bars[0].numerator, ==, 4);
  g_assert_cmpint (bars[0].number, ==, 0);
  g_assert_cmpint (bars[2].number, ==, 2);
  g_assert_cmpfloat_with_epsilon (bars[2].start_s, 6, 1e-9);
  g_assert_cmpint (bars[1].key.fifths, ==, -3);
  g_assert_cmpint (bars[2].key.fifths, ==, 2);
  g_assert_cmpint (ct_notation_tick_at (piece, 6), ==, bars[2].start);
  assert_music (piece, 0, 0, "60/4 | 60/1 | 60/1");
  ct_notation_free (piece);
  ct_score_free (score);
}

static void
test_tempos (void)
{
  const CtTempoPoint points[] = { { 0, 0 },
                                  { 16 * 960, 16 },
                                  { 17 * 960, 17.5 },
                                  { 33 * 960, 25.5 },
                                  { 34 * 960, 26 } };
  const CtMeter meter = { 0, 4, 4 };
  CtScore *score = new_score (4, 4, 0);
  const CtNotationTempo *tempos;
  CtNotation *piece;
  size_t n;

  ct_tempo_map_free (score->tempo_map);
  g_assert_cmpint (ct_tempo_map_new (points, G_N_ELEMENTS (points), &meter, 1, &score->tempo_map), ==, CT_STATUS_OK);
  add (score, 0, 26, 60);
  piece = write_music (score);
  tempos = ct_notation_tempos (piece, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat_with_epsilon (tempos[0].bpm, 60, 1e-6);
  g_assert_true (tempos[0].shown);
  g_assert_cmpuint (tempos[1].bar, ==, 4);
  g_assert_false (tempos[1].shown); /* a beat that is held */
  g_assert_cmpuint (tempos[2].bar, ==, 4);
  g_assert_cmpint (tempos[2].tick, ==, 960);
  g_assert_cmpfloat_with_epsilon (tempos[2].bpm, 120, 1e-6);
  g_assert_true (tempos[2].shown);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* a first tempo that does not last is not the song's */
static void
test_first_tempo (void)
{
  const CtTempoPoint points[] = { { 0, 0 }, { 960, 2 }, { 33 * 960, 34 } };
  const CtMeter meter = { 0, 4, 4 };
  CtScore *score = new_score (4, 4, 0);
  const CtNotationTempo *tempos;
  CtNotation *piece;
  size_t n;

  ct_tempo_map_free (score->tempo_map);
  g_assert_cmpint (ct_tempo_map_new (points, G_N_ELEMENTS (points), &meter, 1, &score->tempo_map), ==, CT_STATUS_OK);
  add (score, 0, 34, 60);
  piece = write_music (score);
  tempos = ct_notation_tempos (piece, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat_with_epsilon (tempos[0].bpm, 60, 1e-6);
  g_assert_true (tempos[0].shown);
  g_assert_false (tempos[1].shown);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* swing is played, not written */
static void
test_swing (void)
{
  CtScore *score = new_score (4, 4, 0);
  CtNotationOptions options;
  CtNotation *piece;

  for (int i = 0; i < 4; i++)
    {
      add (score, i, 0.66, 60);
      add (score, i + 0.65, 0.3, 62);
    }
  ct_notation_options_init (&options);
  options.grid.division = 8;
  options.grid.kind = CT_NOTE_GRID_SWING;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  g_assert_true (ct_notation_is_swung (piece));
  assert_music (piece, 0, 0, "60/8 62/8 60/8 62/8 60/8 62/8 60/8 62/8");
  ct_notation_free (piece);
  piece = write_music (score);
  g_assert_false (ct_notation_is_swung (piece));
  assert_music (piece, 0, 0, "60/4t3 62/8t3 60/4t3 62/8t3 60/4t3 62/8t3 60/4t3 62/8t3");
  ct_notation_free (piece);
  ct_score_free (score);
}

/* ---- bad input ---- */

static void
test_no_beats (void)
{
  CtScore *score;
  CtNotation *piece;
  size_t n;

  g_assert_cmpint (ct_score_new (2, &score), ==, CT_STATUS_OK);
  piece = write_music (score);
  g_assert_false (ct_notation_has_beats (piece));
  ct_notation_parts (piece, &n);
  g_assert_cmpuint (n, ==, 0);
  ct_notation_bars (piece, &n);
  g_assert_cmpuint (n, ==, 1);
  ct_notation_free (piece);
  add (score, 0, 1.02, 60);
  add (score, 0.98, 3, 62);
  piece = write_music (score);
  assert_music (piece, 0, 0, "60/4 62/4~ 62/2");
  g_assert_cmpfloat (ct_notation_tempos (piece, &n)->bpm, ==, 60);
  ct_notation_free (piece);
  ct_score_free (score);
}

static void
test_long (void)
{
  CtScore *score = new_score (4, 4, 0);
  CtNotation *piece;
  size_t n_bars;

  add (score, 0, 800, 60);
  piece = write_music (score);
  ct_notation_bars (piece, &n_bars);
  g_assert_cmpuint (n_bars, ==, 200);
  for (size_t bar = 0; bar < n_bars; bar++)
    {
      size_t n;
      const CtNotationEvent *event = ct_notation_events (piece, 0, 0, bar, 0, &n);
      const CtNotationPitch *pitch = ct_notation_pitches (piece, event);

      g_assert_cmpuint (n, ==, 1);
      g_assert_true (pitch->tied_from == (bar > 0));
      g_assert_true (pitch->tied_to == (bar + 1 < n_bars));
    }
  ct_notation_free (piece);
  /* more bars than a piece may have */
  add (score, 999990, 1, 60);
  {
    CtNotationOptions options;

    ct_notation_options_init (&options);
    g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_TOO_LONG);
    options.grid.division = 3;
    g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_BAD_ARGUMENT);
  }
  ct_score_free (score);
}

static void
test_many (void)
{
  CtScore *score = new_score (4, 4, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  size_t n;
  CtNotation *piece;

  for (int i = 0; i < 60000; i++)
    {
      /* some thousand of them at once */
      double start = i < 5000 ? 0 : g_rand_double_range (rand, 0, 3600);
      CtNote note = { .onset_s = start, .offset_s = start + g_rand_double_range (rand, 0.01, 2), .velocity = 64 };

      note.midi = (uint8_t) g_rand_int_range (rand, 0, 128);
      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  score->tracks[0].program = 0;
  ct_notes_sort (&score->notes);
  piece = write_music (score);
  ct_notation_bars (piece, &n);
  g_assert_cmpuint (n, >=, 900);
  ct_notation_free (piece);
  ct_score_free (score);
}

static CtStatus
write_some (void *data)
{
  CtNotationOptions options;
  CtNotation *piece = NULL;
  CtStatus status;

  ct_notation_options_init (&options);
  status = ct_notation_new (data, &options, &piece);
  ct_notation_free (piece);
  return status;
}

static void
test_no_memory (void)
{
  CtScore *score = new_score (4, 4, 0);

  score->tracks[0].program = 0;
  for (int i = 0; i < 400; i++)
    add (score, i / 4. + (i % 7) / 3., 1 + i % 3, 40 + 7 * i % 50);
  failing_allocator_try_all (write_some, score);
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notation/values", test_values);
  g_test_add_func ("/notation/lengths", test_lengths);
  g_test_add_func ("/notation/long-notes", test_long_notes);
  g_test_add_func ("/notation/voices", test_voices);
  g_test_add_func ("/notation/hands", test_hands);
  g_test_add_func ("/notation/clefs", test_clefs);
  g_test_add_func ("/notation/bars", test_bars);
  g_test_add_func ("/notation/tempos", test_tempos);
  g_test_add_func ("/notation/first-tempo", test_first_tempo);
  g_test_add_func ("/notation/swing", test_swing);
  g_test_add_func ("/notation/no-beats", test_no_beats);
  g_test_add_func ("/notation/long", test_long);
  g_test_add_func ("/notation/many", test_many);
  g_test_add_func ("/notation/no-memory", test_no_memory);
  return g_test_run ();
}
