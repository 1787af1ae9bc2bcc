/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tempo/ct-tempo-actions.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/analysis/ct-beat-finder.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-display.h"
#include "ui/tempo/ct-tempo-button.h"
#include "ui/tempo/ct-tempo-popover.h"

/* The actions, button and popover of a song whose beats nobody sought yet. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtPlayback *playback;
  CtBeatFinder *finder;
  CtTempoActions *actions;
  GtkWidget *window, *button;
  char *message;
} Fixture;

static void
hear (CtTempoActions *actions, const char *text, Fixture *fixture)
{
  g_free (fixture->message);
  fixture->message = g_strdup (text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  fixture->playback = ct_playback_new (TRUE);
  fixture->finder = ct_beat_finder_new (fixture->document);
  fixture->actions = ct_tempo_actions_new (fixture->playback);
  fixture->button = ct_tempo_button_new ();
  g_signal_connect (fixture->actions, "message", G_CALLBACK (hear), fixture);
  fixture->window = gtk_window_new ();
  gtk_widget_insert_action_group (fixture->window, "tempo", ct_tempo_actions_get_group (fixture->actions));
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->button);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
show_session (Fixture *fixture, CtSession *session, CtBeatFinder *finder)
{
  ct_playback_set_session (fixture->playback, session);
  g_object_set (fixture->actions, "session", session, "beat-finder", finder, NULL);
  g_object_set (fixture->button, "session", session, "beat-finder", finder, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  show_session (fixture, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->actions);
  g_assert_finalize_object (fixture->playback);
  g_object_run_dispose (G_OBJECT (fixture->finder));
  g_assert_finalize_object (fixture->finder);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
  g_free (fixture->message);
}

/* Beats of half a second from 0 s on, in 4/4, found by themselves. */
static void
take_beats (Fixture *fixture)
{
  CtEditTempo found = { .confidence = 0.9f, .meter_confidence = 0.6f, .sought = true };

  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &found.map), ==, CT_STATUS_OK);
  ct_document_take_beats (fixture->document, &found);
  ct_edit_tempo_clear (&found);
}

static gboolean
is_enabled (Fixture *fixture, const char *name)
{
  return g_action_group_get_action_enabled (ct_tempo_actions_get_group (fixture->actions), name);
}

static void
activate (Fixture *fixture, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (ct_tempo_actions_get_group (fixture->actions), name, parameter);
}

/* What there is to act on decides what can be done. */
static void
test_enabled (Fixture *fixture, gconstpointer data)
{
  g_assert_false (is_enabled (fixture, "tap"));
  g_assert_false (is_enabled (fixture, "double"));
  show_session (fixture, fixture->session, fixture->finder);
  g_assert_true (is_enabled (fixture, "tap"));
  g_assert_true (is_enabled (fixture, "set-tempo"));
  g_assert_false (is_enabled (fixture, "double"));
  g_assert_false (is_enabled (fixture, "find-again")); /* nothing was heard */
  take_beats (fixture);
  g_assert_true (is_enabled (fixture, "double"));
  show_session (fixture, NULL, NULL);
  g_assert_false (is_enabled (fixture, "double"));
  g_assert_false (is_enabled (fixture, "show-bars"));
}

static void
test_edits (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *action, *parameter, *step;
  } cases[] = { { "move-beat", "(int64 960, 0.55)", "Move Beat" },
                { "fix-at", "1.0", "Fix Beat" },
                { "downbeat", NULL, "Set First Downbeat" },
                { "downbeat-at", "1.0", "Set First Downbeat" },
                { "start-bar-at", "3.0", "Start Bar" },
                { "shift-earlier", NULL, "Shift Bar Lines" },
                { "shift-later", NULL, "Shift Bar Lines" },
                { "meter", "(3, 4)", "Change Meter" },
                { "meter-at", "(4.5, 6, 8)", "Change Meter" },
                { "double", NULL, "Double Beats" },
                { "halve", NULL, "Halve Beats" },
                { "set-tempo", "90.0", "Set Constant Tempo" },
                { "steady", NULL, "Set Constant Tempo" } };
  CtHistory *history = ct_document_get_history (fixture->document);

  show_session (fixture, fixture->session, fixture->finder);
  take_beats (fixture);
  ct_session_set_playhead_s (fixture->session, 2.5);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      activate (fixture, cases[i].action, cases[i].parameter ? g_variant_new_parsed (cases[i].parameter) : NULL);
      g_assert_cmpstr (ct_history_get_undo_name (history), ==, cases[i].step);
      g_assert_null (fixture->message);
      ct_document_undo (fixture->document);
      g_assert_false (ct_document_get_modified (fixture->document));
    }
  activate (fixture, "move-beat", g_variant_new_parsed ("(int64 960, 77.0)"));
  g_assert_nonnull (fixture->message);
  g_assert_false (ct_history_get_can_undo (history));
}

/* Taps need something to tap along to. */
static void
test_tap (Fixture *fixture, gconstpointer data)
{
  show_session (fixture, fixture->session, fixture->finder);
  activate (fixture, "tap", NULL);
  g_assert_nonnull (strstr (fixture->message, "tap T"));
  ct_playback_play (fixture->playback);
  ui_test_wait_for (ct_playback_get_playing (fixture->playback));
  activate (fixture, "tap", NULL);
  g_assert_cmpstr (fixture->message, ==, "1 beat tapped");
  ct_playback_pause (fixture->playback);
}

static void
test_bars (Fixture *fixture, gconstpointer data)
{
  CtTimeSpan loop;

  show_session (fixture, fixture->session, fixture->finder);
  take_beats (fixture);
  activate (fixture, "show-bars", NULL);
  g_assert_false (ct_display_get_show_bars (ct_session_get_display (fixture->session)));
  activate (fixture, "show-bars", NULL);
  g_assert_true (ct_display_get_show_bars (ct_session_get_display (fixture->session)));
  ct_session_set_playhead_s (fixture->session, 2.5);
  activate (fixture, "loop-bars", NULL);
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat_with_epsilon (loop.start_s, 2, 1e-9);
  activate (fixture, "loop-bar-at", g_variant_new_double (4.1));
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat_with_epsilon (loop.start_s, 4, 1e-9);
}

/* The button says where the playhead is, or that there are no beats. */
static void
test_button (Fixture *fixture, gconstpointer data)
{
  CtTempoButton *button = CT_TEMPO_BUTTON (fixture->button);

  g_assert_cmpstr (ct_tempo_button_get_text (button), ==, "No beats");
  show_session (fixture, fixture->session, fixture->finder);
  g_assert_cmpstr (ct_tempo_button_get_text (button), ==, "No beats");
  take_beats (fixture);
  g_assert_cmpstr (ct_tempo_button_get_text (button), ==, "1.1.000   \u2669 = 120   4/4");
  ct_session_set_playhead_s (fixture->session, 2.75);
  g_assert_cmpstr (ct_tempo_button_get_text (button), ==, "2.2.480   \u2669 = 120   4/4");
  activate (fixture, "meter", g_variant_new_parsed ("(3, 4)"));
  g_assert_cmpstr (ct_tempo_button_get_text (button), ==, "2.2.480   \u2669 = 120   3/4");
}

/* Beats of half a second as they are found: each some hundredths of a second early or late. */
static void
take_uneven_beats (Fixture *fixture)
{
  static const CtMeter meter = { 0, 4, 4 };
  CtEditTempo found = { .confidence = 0.9f, .meter_confidence = 0.6f, .sought = true };
  CtTempoPoint points[21];

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    points[i] = (CtTempoPoint){ (gint64) i * CT_TICKS_PER_QUARTER, 0.5 * (double) i + 0.01 * (double) (i * 7 % 5),
                                false };
  g_assert_cmpint (ct_tempo_map_new (points, G_N_ELEMENTS (points), &meter, 1, &found.map), ==, CT_STATUS_OK);
  ct_document_take_beats (fixture->document, &found);
  ct_edit_tempo_clear (&found);
}

/* The tempo is that of the music, and not of the beat at the playhead. */
static void
test_steady_text (Fixture *fixture, gconstpointer data)
{
  show_session (fixture, fixture->session, fixture->finder);
  take_uneven_beats (fixture);
  for (int beat = 0; beat < 20; beat++)
    {
      ct_session_set_playhead_s (fixture->session, 0.5 * beat + 0.2);
      g_assert_true (
          g_str_has_suffix (ct_tempo_button_get_text (CT_TEMPO_BUTTON (fixture->button)), "\u2669 = 120   4/4"));
    }
}

static GtkWidget *
within (Fixture *fixture, int width, guint label)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, -1);
  ui_test_wait_for (gtk_widget_get_width (fixture->button) == width);
  ui_test_settle ();
  return widget_find (fixture->button, GTK_TYPE_LABEL, label);
}

/* Where the position has no room, tempo and meter stay; where they have none, nothing is cut. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  show_session (fixture, fixture->session, fixture->finder);
  take_beats (fixture);
  g_assert_true (gtk_widget_get_mapped (within (fixture, 400, 0)));
  g_assert_true (gtk_widget_get_mapped (within (fixture, 150, 1)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (within (fixture, 150, 1))), ==, "\u2669 = 120   4/4");
  g_assert_false (gtk_widget_get_mapped (within (fixture, 150, 0)));
  g_assert_false (gtk_widget_get_mapped (within (fixture, 40, 1)));
}

static GtkWidget *
pop_up (Fixture *fixture)
{
  GtkWidget *menu = widget_find (fixture->button, GTK_TYPE_MENU_BUTTON, 0);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu)));

  gtk_popover_popup (GTK_POPOVER (popover));
  ui_test_wait_for (gtk_widget_get_mapped (popover));
  return popover;
}

/* The popover shows what is at the playhead, and changes only what is chosen. */
static void
test_popover (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover, *meter, *bpm;
  CtHistory *history = ct_document_get_history (fixture->document);

  show_session (fixture, fixture->session, fixture->finder);
  take_beats (fixture);
  popover = pop_up (fixture);
  meter = widget_find (popover, GTK_TYPE_DROP_DOWN, 0);
  bpm = widget_find (popover, GTK_TYPE_SPIN_BUTTON, 0);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (bpm)), ==, 120);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (meter)), ==, 2);
  g_assert_false (ct_history_get_can_undo (history));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (meter), 1);
  g_assert_cmpstr (ct_history_get_undo_name (history), ==, "Change Meter");
  ct_document_undo (fixture->document);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (meter)), ==, 2);
  g_assert_false (ct_history_get_can_undo (history));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (bpm), 90);
  g_assert_false (ct_history_get_can_undo (history));
  g_signal_emit_by_name (gtk_widget_get_next_sibling (bpm), "clicked");
  g_assert_cmpstr (ct_history_get_undo_name (history), ==, "Set Constant Tempo");
  gtk_popover_popdown (GTK_POPOVER (popover));
  ui_test_settle ();
}

/* Return takes what was typed, as the button beside the number does. */
static void
test_return (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover, *bpm;

  show_session (fixture, fixture->session, fixture->finder);
  take_beats (fixture);
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 0, 4 });
  popover = pop_up (fixture);
  bpm = widget_find (popover, GTK_TYPE_SPIN_BUTTON, 0);
  gtk_editable_set_text (GTK_EDITABLE (bpm), "60");
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (bpm)), "activate");
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, "Set Constant Tempo");
  g_assert_cmpfloat (ct_tempo_map_bpm_at (ct_session_get_tempo_map (fixture->session), 0), ==, 60);
  gtk_popover_popdown (GTK_POPOVER (popover));
  ui_test_settle ();
}

/* The number is that of the beats which another one would be set for, and setting it as it is moves none of them. */
static void
test_mean (Fixture *fixture, gconstpointer data)
{
  CtHistory *history = ct_document_get_history (fixture->document);
  GtkWidget *popover, *bpm;

  show_session (fixture, fixture->session, fixture->finder);
  take_uneven_beats (fixture);
  ct_session_set_playhead_s (fixture->session, 0.7);
  popover = pop_up (fixture);
  bpm = widget_find (popover, GTK_TYPE_SPIN_BUTTON, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (bpm)), ==, "120.0");
  g_signal_emit_by_name (gtk_widget_get_next_sibling (bpm), "clicked");
  g_assert_false (ct_history_get_can_undo (history));
  gtk_editable_set_text (GTK_EDITABLE (bpm), "60");
  g_signal_emit_by_name (gtk_widget_get_next_sibling (bpm), "clicked");
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (GTK_SPIN_BUTTON (bpm)), 60, 2);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (ct_session_get_tempo_map (fixture->session), 1e6), 60, 2);
  g_assert_cmpstr (ct_history_get_undo_name (history), ==, "Set Constant Tempo");
  gtk_popover_popdown (GTK_POPOVER (popover));
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/tempo-actions/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("enabled", test_enabled);
  ADD ("edits", test_edits);
  ADD ("tap", test_tap);
  ADD ("bars", test_bars);
  ADD ("button", test_button);
  ADD ("steady-text", test_steady_text);
  ADD ("room", test_room);
  ADD ("popover", test_popover);
  ADD ("return", test_return);
  ADD ("mean", test_mean);
  return g_test_run ();
}
