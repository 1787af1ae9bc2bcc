/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-harmony-text.h"

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

static void
test_key (void)
{
  const CtKey keys[] = { { -2, false }, { 3, true }, { 7, false } };
  const char *const names[] = { "B♭ major", "F♯ minor", "C♯ major" };
  const char *const short_names[] = { "B♭", "F♯m", "C♯" };
  const char *const german_names[] = { "B major", "Fis minor", "Cis major" };
  const char *const french_names[] = { "Si♭ major", "Fa♯ minor", "Do♯ major" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = ct_harmony_text_dup_key (CT_NOTE_NAMES_LETTERS, &keys[i]);
      g_autofree char *short_name = ct_harmony_text_dup_short_key (CT_NOTE_NAMES_LETTERS, &keys[i]);
      g_autofree char *german = ct_harmony_text_dup_key (CT_NOTE_NAMES_GERMAN, &keys[i]);
      g_autofree char *french = ct_harmony_text_dup_key (CT_NOTE_NAMES_FRENCH, &keys[i]);

      g_assert_cmpstr (name, ==, names[i]);
      g_assert_cmpstr (short_name, ==, short_names[i]);
      g_assert_cmpstr (german, ==, german_names[i]);
      g_assert_cmpstr (french, ==, french_names[i]);
    }
}

static void
assert_confidence (CtDocument *document, double time_s, const char *expected)
{
  g_autofree char *text = ct_harmony_text_dup_confidence (document, time_s);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_confidence (void)
{
  CtDocument *document = ct_document_new ();
  CtKeyChange keys[] = { { 1, { 0, false }, 0.824f, false }, { 5, { 1, false }, 0, true } };

  assert_confidence (document, 0, "");
  ct_document_take_harmony (document, &(CtHarmony){ keys, 2, NULL, 0 });
  assert_confidence (document, 0, "Key found: 82 % sure");
  assert_confidence (document, 4.9, "Key found: 82 % sure");
  assert_confidence (document, 5, "This key was set by hand.");
  g_assert_finalize_object (document);
}

static void
assert_spoken (CtNoteNames names, const char *chord_name, const CtTempoMap *map, const char *expected)
{
  const CtPitchNaming naming = { names, CT_SPELLING_KEY };
  const CtKey key = { -1, false };
  CtChord chord = { .start_s = 8.9999 };
  g_autofree char *text = NULL;

  g_assert_true (ct_chord_parse (chord_name, &chord));
  text = ct_harmony_text_dup_spoken (&chord, &key, &naming, map);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_spoken (void)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (120, 1, 4, 4, &map), ==, CT_STATUS_OK);
  assert_spoken (CT_NOTE_NAMES_LETTERS, "Dm7", map, "Chord D minor seventh, bar 5");
  assert_spoken (CT_NOTE_NAMES_LETTERS, "Bb/D", map, "Chord B♭ major over D, bar 5");
  assert_spoken (CT_NOTE_NAMES_GERMAN, "Bb/D", map, "Chord B major over D, bar 5");
  assert_spoken (CT_NOTE_NAMES_FRENCH, "Bb/D", map, "Chord Si♭ major over Ré, bar 5");
  assert_spoken (CT_NOTE_NAMES_LETTERS, "N", map, "No chord, bar 5");
  assert_spoken (CT_NOTE_NAMES_LETTERS, "C9", NULL, "Chord C ninth at 0:09.000");
  for (int quality = CT_CHORD_NONE; quality < CT_N_CHORD_QUALITIES; quality++)
    {
      const CtKey key = { 0, false };
      const CtPitchNaming naming = { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY };
      const CtChord chord = { .quality = quality };
      g_autofree char *text = ct_harmony_text_dup_spoken (&chord, &key, &naming, map);

      g_assert_true (g_str_has_prefix (text, quality == CT_CHORD_NONE ? "No chord" : "Chord C "));
    }
  ct_tempo_map_free (map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/harmony-text/key", test_key);
  g_test_add_func ("/harmony-text/confidence", test_confidence);
  g_test_add_func ("/harmony-text/spoken", test_spoken);
  return g_test_run ();
}
