/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-pitch-text.h"

#include <glib-object.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  guint n_changes;
} Fixture;

static void
count (CtSession *session, guint *n)
{
  (*n)++;
}

/* F major for ten seconds, then E major. */
static void
take_keys (Fixture *fixture)
{
  CtKeyChange keys[] = { { .time_s = 0, .key = { -1, false } }, { .time_s = 10, .key = { 4, false } } };
  CtHarmony harmony = { .keys = keys, .n_keys = 2 };

  ct_document_take_harmony (fixture->document, &harmony);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (30);
  fixture->session = ct_session_new (fixture->document);
  g_signal_connect (fixture->session, "names-changed", G_CALLBACK (count), &fixture->n_changes);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static void
choose (Fixture *fixture, CtNameNotes names, CtSpellingStyle spelling)
{
  g_object_set (ct_session_get_display (fixture->session), "note-names", names, "spelling", spelling, NULL);
}

static void
assert_pitch (Fixture *fixture, int midi, double time_s, const char *shown, const char *spoken)
{
  g_autofree char *text = ct_pitch_text_dup (fixture->session, midi, time_s);
  g_autofree char *words = ct_pitch_text_dup_spoken (fixture->session, midi, time_s);

  g_assert_cmpstr (text, ==, shown);
  g_assert_cmpstr (words, ==, spoken);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  assert_pitch (fixture, 66, 1, "F♯4", "F sharp 4");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  take_keys (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  assert_pitch (fixture, 70, 1, "B♭4", "B flat 4");
  assert_pitch (fixture, 70, 11, "A♯4", "A sharp 4");
  assert_pitch (fixture, 60, 11, "B♯3", "B sharp 3");
  assert_pitch (fixture, 60, 1, "C4", "C4");
}

static void
test_choices (Fixture *fixture, gconstpointer data)
{
  take_keys (fixture);
  fixture->n_changes = 0;
  choose (fixture, CT_NAME_NOTES_LETTERS, CT_SPELLING_SHARPS);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  assert_pitch (fixture, 70, 1, "A♯4", "A sharp 4");
  choose (fixture, CT_NAME_NOTES_LETTERS, CT_SPELLING_FLATS);
  assert_pitch (fixture, 66, 11, "G♭4", "G flat 4");
  choose (fixture, CT_NAME_NOTES_GERMAN, CT_SPELLING_KEY);
  assert_pitch (fixture, 70, 1, "B4", "B4");
  assert_pitch (fixture, 71, 1, "H4", "H4");
  assert_pitch (fixture, 63, 1, "Es4", "Es4");
  choose (fixture, CT_NAME_NOTES_SOLFEGE, CT_SPELLING_KEY);
  assert_pitch (fixture, 70, 1, "Si♭4", "Si flat 4");
  assert_pitch (fixture, 62, 1, "Re4", "Re4");
}

/* Numbers are on the axis only: a text is about a note, not about a place of the scale. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  static const CtKey f_major = { -1, false }, e_major = { 4, false }, c_sharp_major = { 7, false };
  int dots;
  g_autofree char *letter = ct_pitch_text_dup_row (fixture->session, &f_major, 70, &dots), *number = NULL;

  g_assert_cmpstr (letter, ==, "B♭4");
  g_assert_cmpint (dots, ==, 0);
  g_assert_true (ct_pitch_text_begins_octave (fixture->session, &f_major, 60));
  take_keys (fixture);
  g_free (letter);
  letter = ct_pitch_text_dup_row (fixture->session, &e_major, 60, &dots);
  g_assert_cmpstr (letter, ==, "C4");
  g_free (letter);
  letter = ct_pitch_text_dup_row (fixture->session, &c_sharp_major, 60, &dots);
  g_assert_cmpstr (letter, ==, "B♯3");
  choose (fixture, CT_NAME_NOTES_NUMBERS, CT_SPELLING_KEY);
  number = ct_pitch_text_dup_row (fixture->session, &f_major, 70, &dots);
  g_assert_cmpstr (number, ==, "4");
  g_assert_cmpint (dots, ==, 0);
  g_free (number);
  number = ct_pitch_text_dup_row (fixture->session, &f_major, 39, &dots);
  g_assert_cmpstr (number, ==, "♭7");
  g_assert_cmpint (dots, ==, -3);
  g_assert_true (ct_pitch_text_begins_octave (fixture->session, &f_major, 65));
  g_assert_false (ct_pitch_text_begins_octave (fixture->session, &f_major, 60));
  assert_pitch (fixture, 70, 1, "B♭4", "B flat 4");
}

/* The axis is named by the key at the playhead, as long as that is in view. */
static void
test_axis (Fixture *fixture, gconstpointer data)
{
  static const CtView early = { 0, 8, 48, 72 }, across = { 8, 16, 48, 72 }, late = { 16, 24, 48, 72 };

  take_keys (fixture);
  ct_session_set_playhead_s (fixture->session, 12);
  ct_session_set_view (fixture->session, &early);
  g_assert_cmpint (ct_pitch_text_axis_key (fixture->session).fifths, ==, -1);
  ct_session_set_view (fixture->session, &across);
  g_assert_cmpint (ct_pitch_text_axis_key (fixture->session).fifths, ==, 4);
  ct_session_set_playhead_s (fixture->session, 9);
  g_assert_cmpint (ct_pitch_text_axis_key (fixture->session).fifths, ==, -1);
  ct_session_set_view (fixture->session, &late);
  g_assert_cmpint (ct_pitch_text_axis_key (fixture->session).fifths, ==, 4);
}

/* In this process, the names that musicians of a language use. GLib reads the language once, hence the child. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      take_keys (fixture);
      assert_pitch (fixture, 70, 1, "B4", "B4");
      choose (fixture, CT_NAME_NOTES_NUMBERS, CT_SPELLING_KEY);
      assert_pitch (fixture, 71, 1, "H4", "H4");
      choose (fixture, CT_NAME_NOTES_LETTERS, CT_SPELLING_KEY);
      assert_pitch (fixture, 70, 1, "B♭4", "B flat 4");
      return;
    }
  g_setenv ("LANGUAGE", "de_AT", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("LANGUAGE");
  g_test_trap_assert_passed ();
}

#define ADD(name, test) g_test_add ("/pitch-text/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("keys", test_keys);
  ADD ("choices", test_choices);
  ADD ("numbers", test_numbers);
  ADD ("axis", test_axis);
  ADD ("language", test_language);
  return g_test_run ();
}
