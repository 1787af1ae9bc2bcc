/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-transport-bar.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/playback/ct-player.h"
#include "core/rhythm/ct-note-grid.h"
#include "tests/support/note-document.h"
#include "tests/support/test-alsa.h"
#include "tests/support/test-audio.h"
#include "tests/support/test-sound.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-grid-button.h"
#include "ui/transport/ct-playback-actions.h"
#include "ui/transport/ct-playback-settings.h"
#include "ui/transport/ct-playback.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtPlayback *playback;
  CtPlaybackActions *actions;
  CtPlaybackSettings *settings;
  GtkWidget *window;
  GtkWidget *bar;
} Fixture;

static gpointer
find (Fixture *fixture, GType type, guint nth)
{
  return widget_find (fixture->bar, type, nth);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (10);
  fixture->session = ct_session_new (fixture->document);
  fixture->playback = ct_playback_new (TRUE);
  fixture->actions = ct_playback_actions_new (fixture->playback);
  fixture->settings = ct_playback_get_settings (fixture->playback);
  fixture->bar = ct_transport_bar_new (fixture->playback);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->bar);
  gtk_widget_insert_action_group (fixture->window, "playback", ct_playback_actions_get_group (fixture->actions));
  ct_playback_set_session (fixture->playback, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ct_playback_set_session (fixture->playback, NULL);
  ui_test_settle ();
  g_assert_finalize_object (fixture->actions);
  g_assert_finalize_object (fixture->playback);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->document);
}

/* The button plays and pauses, and shows which it will do. */
static void
test_play (Fixture *fixture, gconstpointer data)
{
  GtkWidget *play = find (fixture, GTK_TYPE_BUTTON, 1);

  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (play)), ==, "media-playback-start-symbolic");
  gtk_widget_activate (play);
  ui_test_wait_for (ct_playback_get_playing (fixture->playback));
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (play)), ==, "media-playback-pause-symbolic");
  gtk_widget_activate (play);
  ui_test_wait_for (!ct_playback_get_playing (fixture->playback));
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (play)), ==, "media-playback-start-symbolic");
}

/* The playhead and the duration; nothing to use without a session. */
static void
test_position (Fixture *fixture, gconstpointer data)
{
  GtkLabel *position = find (fixture, GTK_TYPE_LABEL, 0);

  ct_session_set_playhead_s (fixture->session, 1.5);
  g_assert_true (g_str_has_prefix (gtk_label_get_text (position), "0:01.5 / 0:"));
  ct_playback_set_session (fixture->playback, NULL);
  g_assert_cmpstr (gtk_label_get_text (position), ==, "");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (position)));
}

/* Where there is less and less room the slider goes first, which the popover has, too, and then snapping. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  GtkWidget *fade = find (fixture, GTK_TYPE_SCALE, 1), *snap = find (fixture, CT_TYPE_GRID_BUTTON, 0);
  GtkSpinButton *again = find (fixture, GTK_TYPE_SPIN_BUTTON, 8);
  int least, n_without_fade = 0;

  gtk_widget_measure (fixture->bar, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  for (int width = least + 600; width >= least; width -= 40)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 60);
      ui_test_wait_for (gtk_widget_get_width (fixture->bar) == width);
      ui_test_settle ();
      g_assert_true (gtk_widget_get_mapped (snap) || !gtk_widget_get_mapped (fade));
      n_without_fade += gtk_widget_get_mapped (snap) && !gtk_widget_get_mapped (fade);
      if (width == least + 600)
        g_assert_true (gtk_widget_get_mapped (fade));
    }
  g_assert_cmpint (n_without_fade, >, 1);
  gtk_spin_button_set_value (again, 40);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (fade)), ==, 0.4);
}

/* The label with this text, whether it is shown or not. */
static GtkLabel *
label_with (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (fixture->bar, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_str_has_prefix (gtk_label_get_text (g_ptr_array_index (labels, i)), text))
      return g_ptr_array_index (labels, i);
  return NULL;
}

/* How much is isolated is never cut: where there is no room for the words, the number stands alone. */
static void
test_room_for_isolating (Fixture *fixture, gconstpointer data)
{
  GtkLabel *words = label_with (fixture, "Isolating tracks: "), *percent;
  GtkWidget *place = gtk_widget_get_parent (GTK_WIDGET (words));
  int least, n_words = 0, n_percent = 0;

  gtk_widget_measure (fixture->bar, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  percent = GTK_LABEL (gtk_widget_get_last_child (place));
  gtk_widget_set_visible (GTK_WIDGET (words), TRUE);
  gtk_widget_set_visible (place, TRUE);
  for (int width = least + 600; width >= least; width -= 20)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 60);
      ui_test_wait_for (gtk_widget_get_width (fixture->bar) == width);
      ui_test_settle ();
      if (gtk_widget_get_mapped (GTK_WIDGET (words)))
        g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (words)));
      n_words += gtk_widget_get_mapped (GTK_WIDGET (words));
      n_percent += gtk_widget_get_mapped (GTK_WIDGET (percent));
    }
  g_assert_cmpint (n_words, >, 1);
  g_assert_cmpint (n_percent, >, 1);
}

/* The button follows the session's loop and toggles it; without a loop there is nothing to toggle. */
static void
test_loop (Fixture *fixture, gconstpointer data)
{
  GtkWidget *loop = find (fixture, GTK_TYPE_TOGGLE_BUTTON, 0);

  g_assert_false (gtk_widget_get_sensitive (loop));
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 1, 2 });
  ct_session_set_loop_enabled (fixture->session, TRUE);
  g_assert_true (gtk_widget_get_sensitive (loop));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (loop)));
  gtk_widget_activate (loop);
  ui_test_wait_for (!ct_session_get_loop_enabled (fixture->session));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (loop)));
}

static void
keep_message (CtPlaybackActions *actions, const char *text, char **message)
{
  g_free (*message);
  *message = g_strdup (text);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (fixture->bar, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_str_equal (gtk_label_get_text (labels->pdata[i]), text))
      return TRUE;
  return FALSE;
}

/* Speed, transposition and what the view does are seen in the row; what a key changes is also said. */
static void
test_in_sight (Fixture *fixture, gconstpointer data)
{
  g_autofree char *message = NULL, *before = NULL;
  GtkWidget *follow = NULL;
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  g_signal_connect (fixture->actions, "message", G_CALLBACK (keep_message), &message);
  g_assert_true (shows (fixture, "100 %"));
  gtk_widget_activate_action (fixture->bar, "playback.slower", NULL);
  g_assert_true (shows (fixture, "95 %"));
  g_assert_cmpstr (message, ==, "Speed: 95 %");
  gtk_widget_activate_action (fixture->bar, "playback.loop", NULL);
  g_assert_true (strstr (message, "ruler"));
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 1, 2 });
  ct_session_set_loop_enabled (fixture->session, FALSE);
  gtk_widget_activate_action (fixture->bar, "playback.loop", NULL);
  g_assert_cmpstr (message, ==, "Loop on");
  gtk_widget_activate_action (fixture->bar, "playback.loop", NULL);
  g_assert_cmpstr (message, ==, "Loop off");
  g_object_set (fixture->settings, "semitones", -2.0, NULL);
  g_assert_true (shows (fixture, "95 %  -2"));

  widget_find_all (fixture->bar, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_actionable_get_action_name (buttons->pdata[i]), "playback.follow") == 0)
      follow = buttons->pdata[i];
  before = g_strdup (gtk_widget_get_tooltip_text (follow));
  g_signal_emit_by_name (follow, "clicked");
  g_assert_cmpint (ct_session_get_follow (fixture->session), ==, CT_FOLLOW_CENTRE);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (follow), !=, before);
  g_assert_cmpstr (message, ==, "The view keeps the playhead in the middle");
  ct_session_set_follow (fixture->session, CT_FOLLOW_PAGE);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (follow), ==, before);
  g_signal_handlers_disconnect_by_data (fixture->actions, &message);
}

/* Sliders and settings go together, in both directions; speed and volumes in percent. */
static void
test_values (Fixture *fixture, gconstpointer data)
{
  GtkSpinButton *speed = find (fixture, GTK_TYPE_SPIN_BUTTON, 1), *master = find (fixture, GTK_TYPE_SPIN_BUTTON, 3);
  GtkCheckButton *varispeed = find (fixture, GTK_TYPE_CHECK_BUTTON, 0);
  GtkRange *fade = find (fixture, GTK_TYPE_SCALE, 1);
  double value;
  gboolean tape;

  g_assert_cmpfloat (gtk_spin_button_get_value (speed), ==, 100);
  g_object_set (fixture->settings, "speed", 0.5, "master-volume", 1.5, "fade", 0.25, NULL);
  g_assert_cmpfloat (gtk_spin_button_get_value (speed), ==, 50);
  g_assert_cmpfloat (gtk_spin_button_get_value (master), ==, 150);
  g_assert_cmpfloat (gtk_range_get_value (fade), ==, 0.25);
  gtk_spin_button_set_value (speed, 80);
  gtk_check_button_set_active (varispeed, TRUE);
  g_object_get (fixture->settings, "speed", &value, "varispeed", &tape, NULL);
  g_assert_cmpfloat_with_epsilon (value, 0.8, 1e-9);
  g_assert_true (tape);
}

static void
set_beats (Fixture *fixture, gboolean any)
{
  CtTempoMap *map = NULL;

  if (any)
    g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
}

/* The metronome, where there are beats. */
static void
test_click (Fixture *fixture, gconstpointer data)
{
  GtkWidget *click = find (fixture, GTK_TYPE_TOGGLE_BUTTON, 1);
  GtkSpinButton *volume = find (fixture, GTK_TYPE_SPIN_BUTTON, 7);
  GtkCheckButton *count_in = find (fixture, GTK_TYPE_CHECK_BUTTON, 1);
  g_autofree char *message = NULL;
  double value;
  gboolean on;

  g_signal_connect (fixture->actions, "message", G_CALLBACK (keep_message), &message);
  g_assert_false (gtk_widget_get_sensitive (click));
  gtk_widget_activate_action (fixture->bar, "playback.click", NULL);
  g_assert_cmpstr (message, ==, "There are no beats to click");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (click)));
  set_beats (fixture, TRUE);
  g_assert_true (gtk_widget_get_sensitive (click));
  gtk_widget_activate_action (fixture->bar, "playback.click", NULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (click)));
  g_assert_cmpstr (message, ==, "The metronome clicks while playing");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (click), FALSE);
  g_object_get (fixture->settings, "click", &on, NULL);
  g_assert_false (on);
  gtk_spin_button_set_value (volume, 50);
  gtk_check_button_set_active (count_in, TRUE);
  g_object_get (fixture->settings, "click-volume", &value, "count-in", &on, NULL);
  g_assert_cmpfloat_with_epsilon (value, 0.5, 1e-9);
  g_assert_true (on);
  set_beats (fixture, FALSE);
  g_assert_false (gtk_widget_get_sensitive (click));
  g_signal_handlers_disconnect_by_data (fixture->actions, &message);
}

/* Snapping and its grid go with the session, in both directions. */
static void
test_grid (Fixture *fixture, gconstpointer data)
{
  GtkWidget *snap = find (fixture, GTK_TYPE_TOGGLE_BUTTON, 2);
  GtkDropDown *step = find (fixture, GTK_TYPE_DROP_DOWN, 0), *kind = find (fixture, GTK_TYPE_DROP_DOWN, 1);
  GtkSpinButton *swing = find (fixture, GTK_TYPE_SPIN_BUTTON, 0);
  const CtNoteGrid *grid = ct_session_get_grid (fixture->session);

  g_assert_false (gtk_widget_get_sensitive (snap));
  set_beats (fixture, TRUE);
  g_assert_true (gtk_widget_get_sensitive (snap));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (snap), TRUE);
  g_assert_true (ct_session_get_snap (fixture->session));
  ct_session_set_snap (fixture->session, FALSE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (snap)));
  g_assert_true (shows (fixture, "1/16"));
  g_assert_cmpuint (gtk_drop_down_get_selected (step), ==, 4);
  gtk_drop_down_set_selected (step, 3);
  gtk_drop_down_set_selected (kind, CT_NOTE_GRID_TRIPLET);
  g_assert_true (shows (fixture, "1/8T"));
  g_assert_cmpint (grid->division, ==, 8);
  g_assert_cmpint (grid->kind, ==, CT_NOTE_GRID_TRIPLET);
  ct_session_set_grid (fixture->session, &(CtNoteGrid){ 8, CT_NOTE_GRID_SWING, 0.6 });
  g_assert_true (shows (fixture, "1/8S"));
  g_assert_cmpuint (gtk_drop_down_get_selected (kind), ==, CT_NOTE_GRID_SWING);
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (swing), 60, 1e-6);
  gtk_spin_button_set_value (swing, 70);
  g_assert_cmpfloat_with_epsilon (grid->swing, 0.7, 1e-9);
}

static void
assert_device (Fixture *fixture, const char *name)
{
  g_autofree char *device = NULL;

  g_object_get (fixture->settings, "device", &device, NULL);
  g_assert_cmpstr (device, ==, name);
}

/* Opening the list changes no choice, not even that of a device that is not connected; choosing does. */
static void
test_device (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button = find (fixture, GTK_TYPE_MENU_BUTTON, 1);
  GtkDropDown *device = find (fixture, GTK_TYPE_DROP_DOWN, 2);
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (device));

  g_object_set (fixture->settings, "device", "not connected", NULL);
  gtk_menu_button_popup (button);
  ui_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (device)));
  assert_device (fixture, "not connected");
  g_assert_cmpuint (gtk_drop_down_get_selected (device), ==, 0);
  if (g_list_model_get_n_items (G_LIST_MODEL (names)) < 2)
    {
      g_assert_false (test_alsa_opens ());
      g_test_skip ("there is no ALSA here");
      return;
    }
  gtk_drop_down_set_selected (device, 1);
  assert_device (fixture, gtk_string_list_get_string (names, 1));
  /* listed again, it is still the chosen one */
  gtk_menu_button_popdown (button);
  ui_test_wait_for (!gtk_widget_get_mapped (GTK_WIDGET (device)));
  gtk_menu_button_popup (button);
  ui_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (device)));
  g_assert_cmpuint (gtk_drop_down_get_selected (device), ==, 1);
  assert_device (fixture, gtk_string_list_get_string (names, 1));
  gtk_drop_down_set_selected (device, 0);
  assert_device (fixture, "");
  gtk_menu_button_popdown (button);
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/transport-bar/play", test_play },         { "/transport-bar/position", test_position },
    { "/transport-bar/loop", test_loop },         { "/transport-bar/values", test_values },
    { "/transport-bar/in-sight", test_in_sight }, { "/transport-bar/device", test_device },
    { "/transport-bar/click", test_click },       { "/transport-bar/grid", test_grid },
    { "/transport-bar/room", test_room },         { "/transport-bar/room-for-isolating", test_room_for_isolating },
  };
  int result;

  ui_test_init (&argc, &argv);
  test_sound_begin ();
  test_audio_configure ("pcm.!default { type null }\nctl.!default { type null }\n");
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
