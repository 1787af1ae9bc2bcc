/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What drummers read. */
#include <glib.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notation/ct-notation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/music-text.h"

#define KICK 36
#define SNARE 38
#define CLOSED_HI_HAT 42

static void
add_hit (CtScore *score, double time_s, uint8_t group)
{
  CtPercussion *percussion = &score->percussion;

  percussion->hits = realloc (percussion->hits, (percussion->n_hits + 1) * sizeof *percussion->hits);
  g_assert_nonnull (percussion->hits);
  percussion->hits[percussion->n_hits++] = (CtHit){ time_s, 1, group };
  ct_percussion_sort (percussion);
}

static CtStatus
write_some (const CtScore *score, CtNotation **out)
{
  CtNotationOptions options;

  ct_notation_options_init (&options);
  options.percussion = true;
  return ct_notation_new (score, &options, out);
}

static CtNotation *
write_music (const CtScore *score)
{
  CtNotation *piece;

  g_assert_cmpint (write_some (score, &piece), ==, CT_STATUS_OK);
  return piece;
}

/* kick, snare and two groups that are one hi-hat */
static CtScore *
new_drums (int numerator, int denominator)
{
  CtScore *score;

  g_assert_cmpint (ct_score_new (0, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, numerator, denominator, &score->tempo_map), ==, CT_STATUS_OK);
  score->percussion.groups[0].drum = KICK;
  score->percussion.groups[1].drum = SNARE;
  score->percussion.groups[2].drum = score->percussion.groups[3].drum = CLOSED_HI_HAT;
  g_strlcpy (score->percussion.groups[2].name, "Hat", CT_HIT_GROUP_NAME_SIZE);
  score->percussion.n_groups = 4;
  return score;
}

/* hands above, feet below; a hit lasts to the next or to the end of its beat, and is not tied */
static void
test_drums (void)
{
  CtScore *score = new_drums (4, 4);
  const CtNotationDrum *drums;
  const CtNotationPart *parts;
  CtNotation *piece;
  size_t n;

  for (int i = 0; i < 4; i++)
    add_hit (score, i / 2., 2);
  add_hit (score, 1.51, 3); /* on the same line */
  add_hit (score, 2.25, 1);
  add_hit (score, 0.02, 0);
  add_hit (score, 2.5, 0);
  add_hit (score, 4, 0);
  piece = write_music (score);
  ct_score_free (score);
  parts = ct_notation_parts (piece, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (parts[0].percussion);
  g_assert_cmpint (parts[0].n_staves, ==, 1);
  drums = ct_notation_drums (piece, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (drums[0].key, ==, KICK);
  g_assert_cmpstr (drums[0].name, ==, "Bass Drum");
  g_assert_cmpint (drums[2].key, ==, CLOSED_HI_HAT);
  g_assert_cmpstr (drums[2].name, ==, "Hat");
  assert_music (piece, 0, 0, "42/8 42/8 42/8 42/8 r/16 38/8. r/4 | R");
  assert_music (piece, 0, 1, "36/4 r/4 r/8 36/8 r/4 | 36/4 r/4 r/2");
  ct_notation_free (piece);
}

/* feet alone have the staff to themselves; what lasts for five 16ths is no value, and its end is silent */
static void
test_drums_of_feet (void)
{
  CtScore *score = new_drums (6, 8);
  CtNotation *piece;

  add_hit (score, 0, 0);
  add_hit (score, 1.25, 0);
  add_hit (score, 1.5, 0);
  add_hit (score, 2, 0);
  piece = write_music (score);
  ct_score_free (score);
  assert_music (piece, 0, 0, "36/4 r/16 36/16 36/8 36/4");
  assert_music (piece, 0, 1, "-");
  ct_notation_free (piece);
}

/* hits are not written unless they are asked for */
static void
test_drums_unwritten (void)
{
  const CtNote note = { .offset_s = 1, .midi = 60, .velocity = 64 };
  CtNotationOptions options;
  CtNotation *piece;
  CtScore *score;
  size_t n;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
  score->percussion.groups[0].drum = KICK;
  score->percussion.n_groups = 1;
  add_hit (score, 30, 0);
  ct_notation_options_init (&options);
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  ct_score_free (score);
  ct_notation_parts (piece, &n);
  g_assert_cmpuint (n, ==, 1);
  ct_notation_drums (piece, &n);
  g_assert_cmpuint (n, ==, 0);
  ct_notation_bars (piece, &n);
  g_assert_cmpuint (n, ==, 1);
  ct_notation_free (piece);
}

static CtStatus
write_and_free (void *data)
{
  CtNotation *piece = NULL;
  CtStatus status = write_some (data, &piece);

  ct_notation_free (piece);
  return status;
}

static void
test_no_memory (void)
{
  CtScore *score = new_drums (4, 4);

  for (int i = 0; i < 400; i++)
    add_hit (score, i / 4. + (i % 7) / 30., (uint8_t) (i % 4));
  failing_allocator_try_all (write_and_free, score);
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notation-drums/voices", test_drums);
  g_test_add_func ("/notation-drums/feet", test_drums_of_feet);
  g_test_add_func ("/notation-drums/unwritten", test_drums_unwritten);
  g_test_add_func ("/notation-drums/no-memory", test_no_memory);
  return g_test_run ();
}
