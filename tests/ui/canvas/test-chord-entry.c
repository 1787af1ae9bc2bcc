/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-entry.h"

#include <gtk/gtk.h>
#include <string.h>

#include "tests/support/ui-test.h"

typedef struct
{
  CtChordEntry *entry;
  char *typed;
} Fixture;

static void
typed (CtChordEntry *entry, const char *text, Fixture *fixture)
{
  g_free (fixture->typed);
  fixture->typed = g_strdup (text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->entry = CT_CHORD_ENTRY (g_object_ref_sink (ct_chord_entry_new (GPOINTER_TO_INT (data), "Am")));
  g_signal_connect (fixture->entry, "typed", G_CALLBACK (typed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->typed);
  g_assert_finalize_object (fixture->entry);
}

static void
enter (Fixture *fixture, const char *text)
{
  g_clear_pointer (&fixture->typed, g_free);
  if (text)
    gtk_editable_set_text (ct_chord_entry_get_editable (fixture->entry), text);
  g_signal_emit_by_name (ct_chord_entry_get_editable (fixture->entry), "activate");
}

static void
test_chords (Fixture *fixture, gconstpointer data)
{
  const char *const chords[] = { "C", "Am", "F#m7", "Bb/D", "N", "", "B♭maj7" };

  enter (fixture, NULL);
  g_assert_cmpstr (fixture->typed, ==, "Am");
  for (gsize i = 0; i < G_N_ELEMENTS (chords); i++)
    {
      g_autofree char *spaced = g_strdup_printf ("  %s ", chords[i]);

      enter (fixture, spaced);
      g_assert_cmpstr (fixture->typed, ==, chords[i]);
      g_assert_cmpstr (ct_chord_entry_get_error (fixture->entry), ==, "");
    }
}

/* As the user calls them; examples, too. */
static void
test_german (Fixture *fixture, gconstpointer data)
{
  enter (fixture, "H7");
  g_assert_cmpstr (fixture->typed, ==, "H7");
  enter (fixture, "X");
  g_assert_nonnull (strstr (ct_chord_entry_get_error (fixture->entry), " C, Am, Fism7, B/D, "));
}

/* What is no chord is said, until something else is typed. */
static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  const char *const texts[] = { "H7", "Cfoo", "C/", "/E", "%s", "C//E", "Am7 7" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      enter (fixture, texts[i]);
      g_assert_null (fixture->typed);
      g_assert_nonnull (strstr (ct_chord_entry_get_error (fixture->entry), texts[i]));
      gtk_editable_set_text (ct_chord_entry_get_editable (fixture->entry), "C");
      g_assert_cmpstr (ct_chord_entry_get_error (fixture->entry), ==, "");
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/chord-entry/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("chords", test_chords);
  ADD ("nonsense", test_nonsense);
  g_test_add ("/chord-entry/german", Fixture, GINT_TO_POINTER (CT_NOTE_NAMES_GERMAN), set_up, test_german, tear_down);
  return g_test_run ();
}
