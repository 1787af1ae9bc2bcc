/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-tempo-map.h"
#include "core/harmony/ct-harmony-finder.h"
#include "tests/support/failing-allocator.h"

/* The tempo of what is written here: half a second a beat. */
#define BEAT_S 0.5

static void
add (CtNotes *notes, double beat, double length, int midi)
{
  CtNote note = { .onset_s = beat * BEAT_S, .offset_s = (beat + length) * BEAT_S, .velocity = 80, .confidence = 1 };

  note.midi = (uint8_t) midi;
  g_assert_cmpint (ct_notes_append (notes, &note), ==, CT_STATUS_OK);
}

/* Writes a chord as musicians do: its bass an octave and more below, for @length beats. */
static void
add_chord (CtNotes *notes, double beat, double length, const char *name, int semitones)
{
  CtChord chord = { 0 };
  unsigned classes;

  g_assert_true (ct_chord_parse (name, &chord));
  ct_chord_transpose (&chord, semitones);
  classes = ct_chord_pitch_classes (&chord);
  add (notes, beat, length, 36 + chord.bass);
  for (int k = 0; k < 12; k++)
    if ((classes >> k) & 1)
      add (notes, beat, length, 60 + k);
}

/* Chords of two beats each. */
static void
add_chords (CtNotes *notes, double beat, const char *names, int semitones)
{
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  for (int i = 0; parts[i]; i++)
    add_chord (notes, beat + 2 * i, 2, parts[i], semitones);
}

static CtHarmony
find (const CtNotes *notes, bool with_map, const CtHarmony *fixed)
{
  CtTempoMap *map = NULL;
  CtHarmony harmony = { 0 };

  if (with_map)
    g_assert_cmpint (ct_tempo_map_new_steady (60 / BEAT_S, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_harmony_find (notes->notes, notes->n, map, fixed, &harmony), ==, CT_STATUS_OK);
  g_assert_true (ct_harmony_is_valid (&harmony));
  ct_tempo_map_free (map);
  return harmony;
}

/* All chords, each by name. */
static char *
chord_names (const CtHarmony *harmony)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < harmony->n_chords; i++)
    {
      CtKey key = ct_harmony_key_at (harmony, harmony->chords[i].start_s);
      char name[CT_PITCH_NAME_SIZE];

      ct_chord_name (&harmony->chords[i], &key, CT_SPELLING_KEY, CT_ACCIDENTAL_ASCII, name);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", name);
    }
  return g_string_free (text, FALSE);
}

static void
assert_chords (const CtHarmony *harmony, const char *expected)
{
  g_autofree char *names = chord_names (harmony);

  g_assert_cmpstr (names, ==, expected);
}

/* A scale up and down, which begins and ends on its tonic and stays there a little. */
static void
add_scale (CtNotes *notes, int tonic, bool minor)
{
  static const int steps[2][14] = { { 0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5, 4, 2 },
                                    { 0, 2, 3, 5, 7, 8, 11, 12, 10, 8, 7, 5, 3, 2 } };

  for (int i = 0; i < 28; i++)
    add (notes, i, 1, 60 + tonic + steps[minor][i % 14]);
  add (notes, 28, 4, 60 + tonic);
}

static void
test_scales (void)
{
  for (int minor = 0; minor < 2; minor++)
    for (int tonic = 0; tonic < 12; tonic++)
      for (int with_map = 0; with_map < 2; with_map++)
        {
          CtNotes notes = { 0 };
          CtHarmony harmony;

          add_scale (&notes, tonic, minor);
          harmony = find (&notes, with_map, NULL);
          g_assert_cmpuint (harmony.n_keys, ==, 1);
          g_assert_cmpint (ct_key_tonic (&harmony.keys[0].key), ==, tonic);
          g_assert_cmpint (harmony.keys[0].key.minor, ==, minor);
          g_assert_cmpfloat (harmony.keys[0].confidence, >, 0.6);
          ct_harmony_clear (&harmony);
          ct_notes_clear (&notes);
        }
}

static void
test_cadences (void)
{
  static const struct
  {
    const char *chords;
    bool minor;
  } cadences[] = { { "C Am F Dm G7 C", false }, { "C F/A G/B C F G7 C", false }, { "Am F Dm E7 Am Dm E7 Am", true } };

  for (size_t i = 0; i < G_N_ELEMENTS (cadences); i++)
    for (int up = 0; up < 12; up++)
      {
        CtNotes notes = { 0 };
        CtHarmony harmony;

        add_chords (&notes, 0, cadences[i].chords, up);
        harmony = find (&notes, true, NULL);
        g_assert_cmpuint (harmony.n_keys, ==, 1);
        g_assert_cmpint (harmony.keys[0].key.minor, ==, cadences[i].minor);
        g_assert_cmpint (ct_key_tonic (&harmony.keys[0].key), ==, (up + (cadences[i].minor ? 9 : 0)) % 12);
        for (size_t k = 0; k < harmony.n_chords; k++)
          {
            g_assert_cmpfloat (harmony.chords[k].start_s, ==, (double) k * 2 * BEAT_S);
            g_assert_cmpfloat (harmony.chords[k].confidence, >, 0.5);
            ct_chord_transpose (&harmony.chords[k], -up);
          }
        harmony.keys[0].key = (CtKey){ 0, cadences[i].minor };
        assert_chords (&harmony, cadences[i].chords);
        ct_harmony_clear (&harmony);
        ct_notes_clear (&notes);
      }
}

/* Every kind of chord in a key that it fits; sixths and ninths are found where the bass says what they are. */
static void
test_qualities (void)
{
  static const char *const rows[] = {
    "C Dm7 G7 Cmaj7 F C", "Am Bm7b5 E7 Am Dm6 Am", "C C#dim7 Dm G7 C F", "C Gsus4 G C Fmaj7 C",    "C Caug F Fm C G",
    "C F6 G9 C Dm7 G7",   "C Bdim C F G7/B C",     "C Am/C F/C C G/B C", "C Csus2 C F Gsus4 G7 C",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CtNotes notes = { 0 };
      CtHarmony harmony;

      add_chords (&notes, 0, rows[i], 0);
      harmony = find (&notes, true, NULL);
      assert_chords (&harmony, rows[i]);
      ct_harmony_clear (&harmony);
      ct_notes_clear (&notes);
    }
}

/* Bass and chord by turns, the bass with the fifth in the middle of each bar, are one chord a bar; a bass that has the
 * third where the chord begins inverts it, whatever it does later. */
static void
test_oom_pah (void)
{
  static const char *const names[] = { "C", "Am", "F/A", "C", "G7/B", "C" };
  CtNotes notes = { 0 };
  CtHarmony harmony;

  for (int bar = 0; bar < (int) G_N_ELEMENTS (names); bar++)
    {
      CtChord chord = { 0 };
      unsigned classes;

      g_assert_true (ct_chord_parse (names[bar], &chord));
      classes = ct_chord_pitch_classes (&chord);
      add (&notes, 4 * bar, 0.9, 36 + chord.bass);
      add (&notes, 4 * bar + 2, 0.9, 36 + (chord.root + 7) % 12);
      for (int k = 0; k < 12; k++)
        for (int beat = 1; beat < 4 && (classes >> k) & 1; beat += 2)
          add (&notes, 4 * bar + beat, 0.5, 60 + k);
      add (&notes, 4 * bar, 1.4, 72 + chord.root);
      add (&notes, 4 * bar + 1.5, 0.4, 72 + chord.root + 2);
    }
  harmony = find (&notes, true, NULL);
  assert_chords (&harmony, "C Am F/A C G7/B C");
  for (size_t i = 0; i < harmony.n_chords; i++)
    g_assert_cmpfloat (harmony.chords[i].start_s, ==, (double) i * 4 * BEAT_S);
  ct_harmony_clear (&harmony);
  ct_notes_clear (&notes);
}

/* From C to E flat and back. */
static void
test_modulation (void)
{
  CtNotes notes = { 0 };
  CtHarmony harmony;

  add_chords (&notes, 0, "C F G7 C Am Dm G7 C", 0);
  add_chords (&notes, 16, "C F G7 C Am Dm G7 C", 3);
  add_chords (&notes, 32, "C F G7 C Am Dm G7 C", 0);
  harmony = find (&notes, true, NULL);
  g_assert_cmpuint (harmony.n_keys, ==, 3);
  g_assert_cmpint (harmony.keys[0].key.fifths, ==, 0);
  g_assert_cmpint (harmony.keys[1].key.fifths, ==, -3);
  g_assert_cmpint (harmony.keys[2].key.fifths, ==, 0);
  g_assert_false (harmony.keys[0].key.minor || harmony.keys[1].key.minor || harmony.keys[2].key.minor);
  g_assert_cmpfloat (fabs (harmony.keys[1].time_s - 16 * BEAT_S), <, 4 * BEAT_S + 1e-9);
  g_assert_cmpfloat (fabs (harmony.keys[2].time_s - 32 * BEAT_S), <, 4 * BEAT_S + 1e-9);
  assert_chords (&harmony, "C F G7 C Am Dm G7 C Eb Ab Bb7 Eb Cm Fm Bb7 Eb C F G7 C Am Dm G7 C");
  ct_harmony_clear (&harmony);
  ct_notes_clear (&notes);
}

/* What a hand has set stays, and the rest is found around it. */
static void
test_fixed (void)
{
  CtKeyChange keys[] = { { 0, { 5, false }, 1, false }, { 4, { -3, true }, 0, true } };
  CtChord chords[] = { { 0, 4, 1, CT_CHORD_NINTH, 5, 5, false }, { 2.5, 4.5, 1, CT_CHORD_AUGMENTED, 1, 1, true } };
  CtHarmony fixed = { keys, G_N_ELEMENTS (keys), chords, G_N_ELEMENTS (chords) }, harmony;
  CtNotes notes = { 0 };

  add_chords (&notes, 0, "C F G7 C Am Dm G7 C", 0);
  harmony = find (&notes, true, &fixed);
  g_assert_cmpuint (harmony.n_keys, ==, 2);
  g_assert_cmpint (harmony.keys[0].key.fifths, ==, 0);
  g_assert_cmpint (harmony.keys[1].key.fifths, ==, -3);
  g_assert_true (harmony.keys[1].fixed);
  assert_chords (&harmony, "C F G7 Dbaug Am Dm G7 C");
  g_assert_true (ct_chord_equal (&harmony.chords[3], &chords[1]));
  g_assert_cmpfloat (harmony.chords[2].end_s, ==, 2.5);
  g_assert_cmpfloat (harmony.chords[4].start_s, ==, 4.5);
  ct_harmony_clear (&harmony);
  /* without a note, what is fixed remains */
  notes.n = 0;
  harmony = find (&notes, false, &fixed);
  g_assert_cmpuint (harmony.n_keys, ==, 1);
  g_assert_cmpuint (harmony.n_chords, ==, 1);
  ct_harmony_clear (&harmony);
  ct_notes_clear (&notes);
}

/* Noise and silence are no chords. */
static void
test_no_chord (void)
{
  CtNotes notes = { 0 };
  CtHarmony harmony;

  add_chords (&notes, 0, "C F G7 C", 0);
  for (int k = 0; k < 12; k++)
    add (&notes, 8, 4, 60 + k);
  add_chords (&notes, 24, "C F G7 C", 0);
  harmony = find (&notes, true, NULL);
  assert_chords (&harmony, "C F G7 C N.C. C F G7 C");
  ct_harmony_clear (&harmony);
  notes.n = 0;
  add (&notes, 0, 4, 60);
  notes.notes[0].uncertain = true;
  harmony = find (&notes, true, NULL);
  g_assert_cmpuint (harmony.n_keys + harmony.n_chords, ==, 0);
  ct_harmony_clear (&harmony);
  ct_notes_clear (&notes);
}

/* One note or two have neither key nor chord, however often they sound and whatever is heard wrongly beside them; three
 * have. */
static void
test_few_pitches (void)
{
  CtNotes notes = { 0 };
  CtHarmony harmony;

  for (int beat = 0; beat < 32; beat += 2)
    {
      add (&notes, beat, 2, 69);
      add (&notes, beat, 1, beat % 4 ? 57 : 64);
    }
  add (&notes, 32, 0.25, 73);
  harmony = find (&notes, true, NULL);
  g_assert_cmpuint (harmony.n_keys + harmony.n_chords, ==, 0);
  ct_harmony_clear (&harmony);
  add (&notes, 33, 4, 73);
  harmony = find (&notes, true, NULL);
  g_assert_cmpuint (harmony.n_keys, ==, 1);
  g_assert_cmpint (ct_key_tonic (&harmony.keys[0].key), ==, 9);
  ct_harmony_clear (&harmony);
  ct_notes_clear (&notes);
}

/* Times that no piece has. */
static void
test_extremes (void)
{
  CtNotes notes = { 0 };
  CtHarmony harmony;

  for (int i = 0; i < 2000; i++)
    add (&notes, i, 2e6, 40 + i % 60);
  add (&notes, 0, 1, 64);
  notes.notes[5].offset_s = notes.notes[5].onset_s;
  notes.notes[6].onset_s = -3;
  harmony = find (&notes, true, NULL);
  g_assert_cmpuint (harmony.n_keys, >, 0);
  ct_harmony_clear (&harmony);
  harmony = find (&notes, false, NULL);
  g_assert_cmpuint (harmony.n_keys, >, 0);
  ct_harmony_clear (&harmony);
  ct_notes_clear (&notes);
}

static CtStatus
find_score (void *data)
{
  CtScore *score = data;
  CtStatus status = ct_harmony_find_score (score);

  if (status == CT_STATUS_OK)
    assert_chords (&score->harmony, "C F G7 C");
  ct_harmony_clear (&score->harmony);
  return status;
}

static void
test_no_memory (void)
{
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  add_chords (&score->notes, 0, "C F G7 C", 0);
  g_assert_cmpint (ct_tempo_map_new_steady (60 / BEAT_S, 0, 4, 4, &score->tempo_map), ==, CT_STATUS_OK);
  failing_allocator_try_all (find_score, score);
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/harmony-finder/scales", test_scales);
  g_test_add_func ("/harmony-finder/cadences", test_cadences);
  g_test_add_func ("/harmony-finder/qualities", test_qualities);
  g_test_add_func ("/harmony-finder/oom-pah", test_oom_pah);
  g_test_add_func ("/harmony-finder/modulation", test_modulation);
  g_test_add_func ("/harmony-finder/fixed", test_fixed);
  g_test_add_func ("/harmony-finder/no-chord", test_no_chord);
  g_test_add_func ("/harmony-finder/few-pitches", test_few_pitches);
  g_test_add_func ("/harmony-finder/extremes", test_extremes);
  g_test_add_func ("/harmony-finder/no-memory", test_no_memory);
  return g_test_run ();
}
