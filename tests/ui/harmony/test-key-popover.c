/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/harmony/ct-key-popover.h"

#include <gtk/gtk.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/harmony/ct-key-button.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

/* In a window, with the button that opens it; what is set is found at once. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWidget *window, *button, *popover;
} Fixture;

static void
find (CtDocument *document, guint changes, gpointer data)
{
  static CtKeyChange found = { .key = { 1, false }, .confidence = 0.9f };
  const CtHarmony *set = &ct_document_get_score (document)->harmony;

  ct_document_take_harmony (document, set->n_keys > 0 ? set : &(CtHarmony){ &found, 1, NULL, 0 });
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  fixture->button = ct_key_button_new ();
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->button);
  g_object_set (fixture->button, "session", fixture->session, NULL);
  fixture->popover = widget_find (fixture->button, CT_TYPE_KEY_POPOVER, 0);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_signal_connect (fixture->document, "changed", G_CALLBACK (find), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->button, "session", NULL, NULL); /* an open popover outlives the window for a while */
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
open_popover (Fixture *fixture)
{
  find (fixture->document, 0, NULL);
  g_assert_true (gtk_widget_get_visible (fixture->button));
  widget_wait (is_mapped, fixture->button);
  gtk_popover_popup (GTK_POPOVER (fixture->popover));
  widget_wait (is_mapped, fixture->popover);
}

static void
assert_shown (Fixture *fixture, const char *tonic, guint mode, const char *text)
{
  GtkDropDown *tonics = GTK_DROP_DOWN (widget_find (fixture->popover, GTK_TYPE_DROP_DOWN, 0));

  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (tonics)), ==, tonic);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (widget_find (fixture->popover, GTK_TYPE_DROP_DOWN, 1))),
                    ==, mode);
  g_assert_cmpstr (ct_key_button_get_text (CT_KEY_BUTTON (fixture->button)), ==, text);
}

static void
choose (Fixture *fixture, guint drop_down, guint place)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget_find (fixture->popover, GTK_TYPE_DROP_DOWN, drop_down)), place);
}

/* What is shown is nobody's choice. */
static void
test_show (Fixture *fixture, gconstpointer data)
{
  CtKeyChange keys[] = { { 0, { 1, false }, 0.9f, false }, { 5, { -6, true }, 0.5f, false } };

  g_assert_false (gtk_widget_get_visible (fixture->button));
  open_popover (fixture);
  assert_shown (fixture, "G", 0, "G major");
  ct_document_take_harmony (fixture->document, &(CtHarmony){ keys, 2, NULL, 0 });
  ct_session_set_playhead_s (fixture->session, 6);
  assert_shown (fixture, "E♭", 1, "E♭ minor");
  g_assert_false (ct_document_get_modified (fixture->document));
  g_object_set (fixture->button, "session", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->button));
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *now = &ct_document_get_score (fixture->document)->harmony;
  GtkWidget *automatic;

  open_popover (fixture);
  automatic = gtk_widget_get_next_sibling (widget_find (fixture->popover, GTK_TYPE_CHECK_BUTTON, 1));
  g_assert_false (gtk_widget_get_sensitive (automatic));
  choose (fixture, 0, 7);
  assert_shown (fixture, "F", 0, "F major");
  choose (fixture, 1, 1);
  assert_shown (fixture, "F", 1, "F minor");
  choose (fixture, 0, 2); /* D flat minor has too many flats */
  assert_shown (fixture, "C♯", 1, "C♯ minor");
  g_assert_cmpuint (now->n_keys, ==, 1);
  g_assert_cmpint (now->keys[0].key.fifths, ==, 4);
  g_assert_true (gtk_widget_get_sensitive (automatic));
  g_signal_emit_by_name (automatic, "clicked");
  g_assert_cmpuint (now->n_keys, ==, 0);
  assert_shown (fixture, "G", 0, "G major");
  ct_document_undo (fixture->document);
  assert_shown (fixture, "C♯", 1, "C♯ minor");
}

static void
test_from (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *now = &ct_document_get_score (fixture->document)->harmony;
  GtkCheckButton *from;
  CtTempoMap *map;

  open_popover (fixture);
  from = GTK_CHECK_BUTTON (widget_find (fixture->popover, GTK_TYPE_CHECK_BUTTON, 1));
  g_assert_cmpstr (gtk_check_button_get_label (from), ==, "From the _playhead on");
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Tempo");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  ct_session_set_playhead_s (fixture->session, 5.5);
  g_assert_cmpstr (gtk_check_button_get_label (from), ==, "From _bar 3 on");
  gtk_check_button_set_active (from, TRUE);
  choose (fixture, 0, 6);
  g_assert_cmpuint (now->n_keys, ==, 1);
  g_assert_cmpfloat_with_epsilon (now->keys[0].time_s, 4, 1e-9);
  g_assert_cmpint (now->keys[0].key.fifths, ==, 4);
}

/* Tonics have the names that the user chose, at once, and choosing names is no edit. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  CtDisplay *display = ct_session_get_display (fixture->session);

  open_popover (fixture);
  choose (fixture, 0, 15);
  assert_shown (fixture, "B♭", 0, "B♭ major");
  g_object_set (display, "note-names", CT_NAME_NOTES_GERMAN, NULL);
  assert_shown (fixture, "B", 0, "B major");
  choose (fixture, 0, 16);
  assert_shown (fixture, "H", 0, "H major");
  g_assert_cmpint (ct_document_get_score (fixture->document)->harmony.keys[0].key.fifths, ==, 5);
  g_object_set (display, "note-names", CT_NAME_NOTES_SOLFEGE, NULL);
  assert_shown (fixture, "Si", 0, "Si major");
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_false (ct_document_get_modified (fixture->document));
}

/* As it is heard: a hand chooses the sounding key. */
static void
test_transposed (Fixture *fixture, gconstpointer data)
{
  open_popover (fixture);
  assert_shown (fixture, "G", 0, "G major");
  g_object_set (fixture->button, "semitones", 3.0, NULL);
  assert_shown (fixture, "B♭", 0, "B♭ major");
  choose (fixture, 0, 7);
  assert_shown (fixture, "F", 0, "F major");
  g_assert_cmpint (ct_document_get_score (fixture->document)->harmony.keys[0].key.fifths, ==, 2);
  choose (fixture, 1, 1);
  assert_shown (fixture, "F", 1, "F minor");
  g_object_set (fixture->button, "semitones", 0.0, NULL);
  assert_shown (fixture, "D", 1, "D minor");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/key-popover/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("show", test_show);
  ADD ("whole", test_whole);
  ADD ("from", test_from);
  ADD ("names", test_names);
  ADD ("transposed", test_transposed);
  return g_test_run ();
}
