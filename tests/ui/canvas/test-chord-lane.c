/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-lane.h"

#include <gtk/gtk.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/canvas/ct-chord-entry.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

/* 60 pixels a second: bars of two seconds from 0 on; C from 0 to 2 s, Dm7/F from 2 to 4 s, nothing up to 6 s, G from
 * 6 to 8 s; what a hand sets is found at once among them. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWidget *lane, *window;
  GArray *sounded; /* pitches */
} Fixture;

static void
find (CtDocument *document, guint changes, gpointer data)
{
  const CtChord usual[] = { { .start_s = 0, .end_s = 2, .quality = CT_CHORD_MAJOR },
                            { .start_s = 2, .end_s = 4, .quality = CT_CHORD_MINOR_SEVENTH, .root = 2, .bass = 5 },
                            { .start_s = 6, .end_s = 8, .quality = CT_CHORD_MAJOR, .root = 7, .bass = 7 } };
  const CtHarmony *set = &ct_document_get_score (document)->harmony;
  g_autoptr (GArray) chords = g_array_new (FALSE, FALSE, sizeof (CtChord));
  gsize next = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      for (; next < set->n_chords && set->chords[next].start_s < usual[i].end_s; next++)
        g_array_append_val (chords, set->chords[next]);
      if (!ct_harmony_chord_at (set, usual[i].start_s))
        g_array_append_val (chords, usual[i]);
    }
  ct_document_take_harmony (document, &(CtHarmony){ NULL, 0, (CtChord *) chords->data, chords->len });
}

static void
sounded (CtChordLane *lane, guint midi, Fixture *fixture)
{
  g_array_append_val (fixture->sounded, midi);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CtTempoMap *map;

  fixture->session = canvas_song_new (10, 2, 1);
  fixture->document = ct_session_get_document (fixture->session);
  fixture->sounded = g_array_new (FALSE, FALSE, sizeof (guint));
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_signal_connect (fixture->document, "changed", G_CALLBACK (find), NULL);
  ct_document_begin (fixture->document, "Tempo");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  fixture->lane = ct_chord_lane_new ();
  g_object_set (fixture->lane, "session", fixture->session, NULL);
  g_signal_connect (fixture->lane, "sound", G_CALLBACK (sounded), fixture);
  fixture->window = widget_picture_show (fixture->lane, 600, 40);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 36, 84 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->lane, "session", NULL, NULL); /* an open popover outlives the window for a while */
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_array_unref (fixture->sounded);
  g_assert_finalize_object (fixture->session);
}

static void
click (Fixture *fixture, int n_press, double x)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->lane);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) click = g_list_model_get_item (controllers, i);

      if (!GTK_IS_GESTURE_CLICK (click)
          || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (click)) != GDK_BUTTON_PRIMARY)
        continue;
      for (int press = 1; press <= n_press; press++)
        {
          g_signal_emit_by_name (click, "pressed", press, x, 5.0);
          g_signal_emit_by_name (click, "released", press, x, 5.0);
        }
    }
}

static gboolean
press (Fixture *fixture, guint key)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (widget_find_controller (fixture->lane, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0,
                         0, &taken);
  return taken;
}

static void
type (Fixture *fixture, const char *text)
{
  CtChordEntry *entry = CT_CHORD_ENTRY (widget_find (fixture->lane, CT_TYPE_CHORD_ENTRY, 0));

  gtk_editable_set_text (ct_chord_entry_get_editable (entry), text);
  g_signal_emit_by_name (ct_chord_entry_get_editable (entry), "activate");
}

static void
assert_selected (Fixture *fixture, double start_s, double end_s, CtChordQuality quality)
{
  CtTimeSpan span;
  CtChord chord;

  g_assert_true (ct_chord_lane_get_selected (CT_CHORD_LANE (fixture->lane), &span, &chord));
  g_assert_cmpfloat_with_epsilon (span.start_s, start_s, 1e-6);
  g_assert_cmpfloat_with_epsilon (span.end_s, end_s, 1e-6);
  g_assert_cmpint (chord.quality, ==, quality);
}

/* It takes no room where there is nothing to show. */
static void
test_visible (Fixture *fixture, gconstpointer data)
{
  CtDisplay *display = ct_session_get_display (fixture->session);

  g_assert_true (gtk_widget_get_visible (fixture->lane));
  g_object_set (display, "show-chords", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->lane));
  g_object_set (display, "show-chords", TRUE, NULL);
  g_assert_true (gtk_widget_get_visible (fixture->lane));
}

/* Without any, there is still a lane to type the first one in, which says so; not without notes. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *set = &ct_document_get_score (fixture->document)->harmony;
  CtDocument *document = ct_document_new ();
  CtSession *session = ct_session_new (document);

  g_signal_handlers_disconnect_by_func (fixture->document, find, NULL);
  ct_document_take_harmony (fixture->document, &(CtHarmony){ 0 });
  g_assert_true (gtk_widget_get_visible (fixture->lane));
  ct_chord_lane_select (CT_CHORD_LANE (fixture->lane), 2.5);
  press (fixture, GDK_KEY_Return);
  type (fixture, "Am");
  g_assert_cmpuint (set->n_chords, ==, 1);
  g_assert_cmpfloat_with_epsilon (set->chords[0].start_s, 2, 1e-9);
  g_assert_cmpint (set->chords[0].quality, ==, CT_CHORD_MINOR);
  g_object_set (fixture->lane, "session", session, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->lane));
  g_object_set (fixture->lane, "session", fixture->session, NULL);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

/* A click selects and sounds, bass first. */
static void
test_click (Fixture *fixture, gconstpointer data)
{
  const guint heard[] = { 53, 60, 62, 65, 69 };

  click (fixture, 1, 150);
  assert_selected (fixture, 2, 4, CT_CHORD_MINOR_SEVENTH);
  g_assert_cmpmem (fixture->sounded->data, fixture->sounded->len * sizeof (guint), heard, sizeof heard);
  g_array_set_size (fixture->sounded, 0);
  click (fixture, 1, 270); /* a bar without one */
  assert_selected (fixture, 4, 6, CT_CHORD_NONE);
  g_assert_cmpuint (fixture->sounded->len, ==, 0);
  /* as it is heard with playback transposed */
  g_object_set (fixture->lane, "semitones", 2.0, NULL);
  click (fixture, 1, 10);
  g_assert_cmpuint (g_array_index (fixture->sounded, guint, 0), ==, 50);
  g_assert_false (ct_document_get_score (fixture->document)->harmony.n_chords > 0);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  ct_chord_lane_select (CT_CHORD_LANE (fixture->lane), 1);
  g_assert_true (press (fixture, GDK_KEY_Left));
  assert_selected (fixture, 0, 2, CT_CHORD_MAJOR);
  g_assert_true (press (fixture, GDK_KEY_Right));
  assert_selected (fixture, 2, 4, CT_CHORD_MINOR_SEVENTH);
  press (fixture, GDK_KEY_Right);
  assert_selected (fixture, 4, 6, CT_CHORD_NONE);
  press (fixture, GDK_KEY_Left);
  assert_selected (fixture, 2, 4, CT_CHORD_MINOR_SEVENTH);
  ct_session_set_view (fixture->session, &(CtView){ 2, 3, 36, 84 });
  for (int i = 0; i < 2; i++)
    press (fixture, GDK_KEY_Right);
  assert_selected (fixture, 6, 8, CT_CHORD_MAJOR);
  g_assert_cmpfloat (ct_session_get_view (fixture->session)->end_s, >=, 6);
  g_assert_false (press (fixture, GDK_KEY_x));
}

/* A chord is typed in place of another, or where there was none, and taken back. */
static void
test_edit (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *set = &ct_document_get_score (fixture->document)->harmony;

  click (fixture, 2, 150);
  g_assert_cmpstr (gtk_editable_get_text (ct_chord_entry_get_editable (
                       CT_CHORD_ENTRY (widget_find (fixture->lane, CT_TYPE_CHORD_ENTRY, 0)))),
                   ==, "Dm7/F");
  type (fixture, "nonsense");
  g_assert_cmpuint (set->n_chords, ==, 0);
  type (fixture, "Bb/D");
  g_assert_cmpuint (set->n_chords, ==, 1);
  assert_selected (fixture, 2, 4, CT_CHORD_MAJOR);
  press (fixture, GDK_KEY_Right);
  press (fixture, GDK_KEY_Return);
  type (fixture, "A9");
  g_assert_cmpuint (set->n_chords, ==, 2);
  g_assert_cmpfloat (set->chords[1].start_s, ==, 4);
  press (fixture, GDK_KEY_Delete);
  g_assert_cmpuint (set->n_chords, ==, 1);
  ct_chord_lane_select (CT_CHORD_LANE (fixture->lane), 3);
  press (fixture, GDK_KEY_Delete);
  g_assert_cmpuint (set->n_chords, ==, 0);
  assert_selected (fixture, 2, 4, CT_CHORD_MINOR_SEVENTH);
  press (fixture, GDK_KEY_Delete); /* what was found stays */
  assert_selected (fixture, 2, 4, CT_CHORD_MINOR_SEVENTH);
  ct_document_undo (fixture->document);
  g_assert_cmpuint (set->n_chords, ==, 1);
}

/* What is typed is what is heard. */
static void
test_transposed (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *set = &ct_document_get_score (fixture->document)->harmony;

  g_object_set (fixture->lane, "semitones", 2.0, NULL);
  click (fixture, 2, 10);
  g_assert_cmpstr (gtk_editable_get_text (ct_chord_entry_get_editable (
                       CT_CHORD_ENTRY (widget_find (fixture->lane, CT_TYPE_CHORD_ENTRY, 0)))),
                   ==, "D");
  type (fixture, "Em");
  g_assert_cmpint (set->chords[0].root, ==, 2);
  g_assert_cmpint (set->chords[0].quality, ==, CT_CHORD_MINOR);
}

/* Roots have the names that the user chose. */
static void
test_spelling (Fixture *fixture, gconstpointer data)
{
  const CtSpellingStyle styles[] = { CT_SPELLING_FLATS, CT_SPELLING_SHARPS };

  g_object_set (fixture->lane, "semitones", 6.0, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *text = NULL;

      g_object_set (ct_session_get_display (fixture->session), "spelling", styles[i], NULL);
      click (fixture, 2, 150);
      text = g_strdup (gtk_editable_get_text (
          ct_chord_entry_get_editable (CT_CHORD_ENTRY (widget_find (fixture->lane, CT_TYPE_CHORD_ENTRY, 0)))));
      g_assert_true (g_str_has_prefix (text, i == 0 ? "Abm7" : "G#m7"));
    }
}

/* And are typed so. */
static void
test_german (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *set = &ct_document_get_score (fixture->document)->harmony;
  CtChordEntry *entry;

  g_object_set (ct_session_get_display (fixture->session), "note-names", CT_NAME_NOTES_GERMAN, NULL);
  g_object_set (fixture->lane, "semitones", -1.0, NULL);
  click (fixture, 2, 150);
  entry = CT_CHORD_ENTRY (widget_find (fixture->lane, CT_TYPE_CHORD_ENTRY, 0));
  gtk_editable_set_text (ct_chord_entry_get_editable (entry), "B/Fis");
  g_signal_emit_by_name (ct_chord_entry_get_editable (entry), "activate");
  g_assert_cmpuint (set->n_chords, ==, 1);
  g_assert_cmpint (set->chords[0].root, ==, 11);
  g_assert_cmpint (set->chords[0].bass, ==, 7);
}

static void
test_menu (Fixture *fixture, gconstpointer data)
{
  const CtHarmony *set = &ct_document_get_score (fixture->document)->harmony;

  ct_chord_lane_select (CT_CHORD_LANE (fixture->lane), 3);
  press (fixture, GDK_KEY_Menu); /* at its middle */
  g_assert_nonnull (widget_find (fixture->lane, GTK_TYPE_POPOVER_MENU, 0));
  gtk_widget_activate_action (fixture->lane, "chord.split", NULL);
  type (fixture, "F");
  g_assert_cmpuint (set->n_chords, ==, 1);
  g_assert_cmpfloat_with_epsilon (set->chords[0].start_s, 3, 1e-9);
  g_assert_cmpfloat (set->chords[0].end_s, ==, 4);
  press (fixture, GDK_KEY_Menu);
  gtk_widget_activate_action (fixture->lane, "chord.reset-all", NULL);
  g_assert_cmpuint (set->n_chords, ==, 0);
}

/* Chords are drawn, and the one that is selected stands out. */
static void
test_drawn (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *before = NULL, *after = NULL;
  guint n_ink = 0, n_changed = 0, n_outside = 0;
  int width, height;

  ct_chord_lane_select (CT_CHORD_LANE (fixture->lane), 1);
  widget_picture_settle (fixture->lane);
  before = widget_picture_take (fixture->lane, &width, &height);
  for (int i = 0; i < width * height; i++)
    n_ink += before[i] >> 24 > 0;
  g_assert_cmpuint (n_ink, >, 1000);
  ct_chord_lane_select (CT_CHORD_LANE (fixture->lane), 3);
  widget_picture_settle (fixture->lane);
  after = widget_picture_take (fixture->lane, &width, &height);
  for (int i = 0; i < width * height; i++)
    *(i % width > 242 ? &n_outside : &n_changed) += before[i] != after[i];
  g_assert_cmpuint (n_changed, >, 100);
  g_assert_cmpuint (n_outside, ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/chord-lane/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("visible", test_visible);
  ADD ("first", test_first);
  ADD ("click", test_click);
  ADD ("keys", test_keys);
  ADD ("edit", test_edit);
  ADD ("transposed", test_transposed);
  ADD ("spelling", test_spelling);
  ADD ("german", test_german);
  ADD ("menu", test_menu);
  ADD ("drawn", test_drawn);
  return g_test_run ();
}
