/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-panel.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/timbre-document.h"
#include "tests/support/track-fixture.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-track-item.h"
#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-list.h"
#include "ui/tracks/ct-track-row.h"
#include "ui/tracks/ct-track-sound.h"

#define WIDTH 300
#define HEIGHT 600

typedef struct
{
  TrackFixture track;
  CtDocument *document;
  CtSession *session;
  GtkWidget *window;
  GtkWidget *panel;
} Fixture;

static void
show_panel (Fixture *fixture, CtDocument *document)
{
  fixture->document = document;
  fixture->session = ct_session_new (document);
  fixture->window = gtk_window_new ();
  fixture->panel = ct_track_panel_new ();
  g_object_set (fixture->panel, "session", fixture->session, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->panel);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (fixture->window));
  widget_wait (NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer together)
{
  track_fixture_set_up (&fixture->track, together);
  show_panel (fixture, fixture->track.document);
}

static gboolean
is_ours_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

static void
hide_panel (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  /* a worker that was called off lets the session go only when it has noticed */
  widget_wait (is_ours_alone, fixture->session);
  g_assert_finalize_object (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer together)
{
  hide_panel (fixture);
  track_fixture_tear_down (&fixture->track, together);
}

static gboolean
is_enabled (Fixture *fixture, const char *name)
{
  return g_action_group_get_action_enabled (ct_track_panel_get_actions (CT_TRACK_PANEL (fixture->panel)), name);
}

/* Activates @action ("tracks." and a name) as a button does; FALSE where it is disabled. */
static gboolean
act (Fixture *fixture, const char *action)
{
  gboolean enabled = is_enabled (fixture, strchr (action, '.') + 1);

  g_assert_true (gtk_widget_activate_action (fixture->panel, action, NULL));
  widget_wait (NULL, NULL);
  return enabled;
}

/* The row at @place, asserting that it is shown there. */
static GtkWidget *
row_at (Fixture *fixture, guint place)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  widget_wait (NULL, NULL);
  widget_find_all (fixture->panel, CT_TYPE_TRACK_ROW, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      CtTrackItem *item = ct_track_row_get_item (g_ptr_array_index (rows, i));

      if (item && ct_track_item_get_place (item) == place
          && ct_track_item_get_id (item) == ct_document_get_score (fixture->document)->tracks[place].id)
        return g_ptr_array_index (rows, i);
    }
  g_assert_not_reached ();
}

static CtTrackList *
list_of (Fixture *fixture)
{
  return CT_TRACK_LIST (widget_find (fixture->panel, CT_TYPE_TRACK_LIST, 0));
}

static void
assert_selected (Fixture *fixture, const guint32 *ids, guint n)
{
  guint n_selected;
  g_autofree guint32 *selected = ct_track_list_dup_selected (list_of (fixture), &n_selected);

  g_assert_cmpmem (selected, n_selected * sizeof *selected, ids, n * sizeof *ids);
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  const guint32 *tracks = fixture->track.tracks;
  guint32 added;

  /* the current track is selected, and the other way round */
  assert_selected (fixture, &tracks[0], 1);
  ct_session_set_current_track (fixture->session, tracks[2]);
  assert_selected (fixture, &tracks[2], 1);
  ct_track_list_select (list_of (fixture), &tracks[1], 1);
  g_assert_cmpuint (ct_session_get_current_track (fixture->session), ==, tracks[1]);
  g_assert_cmpuint (ct_track_item_get_n_notes (ct_track_row_get_item (CT_TRACK_ROW (row_at (fixture, 1)))), ==, 100);

  g_assert_true (act (fixture, "tracks.add"));
  added = ct_session_get_current_track (fixture->session);
  g_assert_cmpuint (track_fixture_at (&fixture->track, 3)->id, ==, added);
  assert_selected (fixture, &added, 1);
  row_at (fixture, 3);
  ct_document_undo (fixture->document);
  g_assert_cmpuint (ct_session_get_current_track (fixture->session), !=, added);

  ct_track_list_select (list_of (fixture), tracks, 1);
  g_assert_true (act (fixture, "tracks.move-down"));
  g_assert_cmpuint (track_fixture_at (&fixture->track, 1)->id, ==, tracks[0]);
  assert_selected (fixture, &tracks[0], 1);
  row_at (fixture, 1);

  g_object_set (fixture->panel, "session", NULL, NULL);
  g_assert_false (is_enabled (fixture, "add"));
  g_object_set (fixture->panel, "session", fixture->session, NULL);
  assert_selected (fixture, &tracks[0], 1);
}

static void
test_merge_and_remove (Fixture *fixture, gconstpointer data)
{
  const guint32 *tracks = fixture->track.tracks;

  g_assert_false (is_enabled (fixture, "merge"));
  ct_track_list_select (list_of (fixture), tracks, 2);
  assert_selected (fixture, tracks, 2);
  g_assert_true (act (fixture, "tracks.merge"));
  g_assert_cmpuint (ct_document_count_notes (fixture->document, tracks[0]), ==, 200);
  assert_selected (fixture, tracks, 1);
  ct_document_undo (fixture->document);
  row_at (fixture, 2);

  /* what is locked is neither merged nor removed */
  ct_track_edits_set_flag (fixture->document, &tracks[1], 1, CT_TRACK_LOCKED, TRUE);
  ct_track_list_select (list_of (fixture), tracks, 2);
  g_assert_false (is_enabled (fixture, "merge"));
  g_assert_false (is_enabled (fixture, "remove"));
  ct_track_list_select (list_of (fixture), tracks, 1);
  g_assert_true (act (fixture, "tracks.remove"));
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 200);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 2);
}

static void
test_remove_moving (Fixture *fixture, gconstpointer data)
{
  const guint32 *tracks = fixture->track.tracks;
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *dialog = NULL;

  ct_track_list_select (list_of (fixture), tracks, 1);
  g_assert_true (act (fixture, "tracks.remove-moving"));
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        dialog = window;
    }
  g_assert_nonnull (dialog);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog))), 1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "move");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (ct_document_count_notes (fixture->document, tracks[2]), ==, 200);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 2);
}

/* The buttons of a row change the document, and show what it says; only the lock is a step. */
static void
test_row (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = row_at (fixture, 1), *entry;

  for (int flag = CT_TRACK_VISIBLE; flag <= CT_TRACK_LOCKED; flag++)
    {
      g_autoptr (GPtrArray) buttons = g_ptr_array_new ();
      GtkToggleButton *button;
      gboolean before = ct_track_edits_get_flag (track_fixture_at (&fixture->track, 1), (CtTrackFlag) flag);

      widget_find_all (row, GTK_TYPE_TOGGLE_BUTTON, buttons);
      button = g_ptr_array_index (buttons, buttons->len - 4 + (guint) flag);
      g_assert_true (gtk_toggle_button_get_active (button) == before);
      gtk_toggle_button_set_active (button, !before);
      g_assert_true (ct_track_edits_get_flag (track_fixture_at (&fixture->track, 1), (CtTrackFlag) flag) == !before);
      if (flag == CT_TRACK_LOCKED)
        ct_document_undo (fixture->document);
      else
        ct_track_edits_set_flag (fixture->document, &fixture->track.tracks[1], 1, (CtTrackFlag) flag, before);
      g_assert_true (gtk_toggle_button_get_active (button) == before);
    }
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));

  ct_track_list_select (list_of (fixture), &fixture->track.tracks[1], 1);
  g_assert_true (act (fixture, "tracks.rename"));
  entry = widget_find (row, GTK_TYPE_ENTRY, 0);
  g_assert_true (gtk_widget_get_child_visible (entry));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Track 2");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Oboe");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (track_fixture_at (&fixture->track, 1)->name, ==, "Oboe");
  /* what was not changed is no step; a double click or Return on the row is the same as the action */
  g_signal_emit_by_name (widget_find (fixture->panel, GTK_TYPE_LIST_VIEW, 0), "activate", 1);
  widget_wait (NULL, NULL);
  g_assert_true (gtk_widget_get_child_visible (entry));
  g_signal_emit_by_name (entry, "activate");
  ct_document_undo (fixture->document);
  g_assert_cmpstr (track_fixture_at (&fixture->track, 1)->name, ==, "");
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

/* The sliders of a row's popover change the track, which changes them. */
static void
test_sound (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = row_at (fixture, 1), *popover;
  GtkMenuButton *button = GTK_MENU_BUTTON (widget_find (row, GTK_TYPE_MENU_BUTTON, 2));
  GtkSpinButton *volume, *pan;
  GtkSwitch *synthesised;

  gtk_menu_button_popup (button);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  g_assert_true (CT_IS_TRACK_SOUND (popover));
  volume = GTK_SPIN_BUTTON (widget_find (popover, GTK_TYPE_SPIN_BUTTON, 0));
  pan = GTK_SPIN_BUTTON (widget_find (popover, GTK_TYPE_SPIN_BUTTON, 1));
  synthesised = GTK_SWITCH (widget_find (popover, GTK_TYPE_SWITCH, 0));
  g_assert_cmpfloat (gtk_spin_button_get_value (volume), ==, 100);
  gtk_spin_button_set_value (volume, 80);
  gtk_spin_button_set_value (volume, 40);
  gtk_spin_button_set_value (pan, -25);
  gtk_switch_set_active (synthesised, TRUE);
  g_assert_cmpfloat_with_epsilon (track_fixture_at (&fixture->track, 1)->volume, 0.4, 1e-6);
  g_assert_cmpfloat (track_fixture_at (&fixture->track, 1)->pan, ==, -0.25);
  g_assert_true (track_fixture_at (&fixture->track, 1)->synthesised);
  g_assert_cmpfloat (track_fixture_at (&fixture->track, 0)->volume, ==, 1);
  g_assert_cmpstr (gtk_menu_button_get_icon_name (button), ==, "ct-notes-symbolic");
  for (guint i = 0; i < 3; i++)
    ct_document_undo (fixture->document);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
  g_assert_cmpfloat (gtk_spin_button_get_value (volume), ==, 100);
  g_assert_cmpfloat (gtk_spin_button_get_value (pan), ==, 0);
  g_assert_false (gtk_switch_get_active (synthesised));
  /* it goes with its track */
  g_object_add_weak_pointer (G_OBJECT (popover), (gpointer *) &popover);
  ct_track_edits_remove (fixture->document, &fixture->track.tracks[1], 1, 0);
  widget_wait (NULL, NULL);
  g_assert_null (popover);
}

/* What menus and keys of the window reach. */
static void
test_actions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *action;
    CtTrackFlag flag;
  } toggles[] = {
    { "tracks.mute", CT_TRACK_MUTE },
    { "tracks.solo", CT_TRACK_SOLO },
    { "tracks.hide", CT_TRACK_VISIBLE },
    { "tracks.lock", CT_TRACK_LOCKED },
  };
  const guint32 *tracks = fixture->track.tracks;
  guint64 note = ct_document_get_score (fixture->document)->notes[0].id;

  ct_track_list_select (list_of (fixture), tracks + 1, 2);
  g_assert_true (act (fixture, "tracks.select-notes"));
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++)
    for (int times = 0; times < 2; times++)
      {
        gboolean before = ct_track_edits_get_flag (track_fixture_at (&fixture->track, 1), toggles[i].flag);

        g_assert_true (act (fixture, toggles[i].action));
        for (guint place = 1; place < 3; place++)
          g_assert_true (ct_track_edits_get_flag (track_fixture_at (&fixture->track, place), toggles[i].flag)
                         == !before);
      }
  ct_track_edits_set_flag (fixture->document, tracks, 1, CT_TRACK_VISIBLE, FALSE);
  g_assert_true (act (fixture, "tracks.show-all"));
  g_assert_true (track_fixture_at (&fixture->track, 0)->visible);

  ct_track_list_select (list_of (fixture), tracks + 2, 1);
  ct_selection_set (ct_session_get_selection (fixture->session), &note, 1);
  g_assert_true (act (fixture, "tracks.take-selection"));
  g_assert_cmpuint (ct_document_get_note (fixture->document, note)->track, ==, tracks[2]);
}

static void
test_drop (Fixture *fixture, gconstpointer data)
{
  const guint32 *tracks = fixture->track.tracks;
  CtTrackItem *item = ct_track_row_get_item (CT_TRACK_ROW (row_at (fixture, 2)));

  g_signal_emit_by_name (row_at (fixture, 0), "drop", item, FALSE);
  g_assert_cmpuint (track_fixture_at (&fixture->track, 0)->id, ==, tracks[2]);
  item = ct_track_row_get_item (CT_TRACK_ROW (row_at (fixture, 0)));
  g_signal_emit_by_name (row_at (fixture, 1), "drop", item, TRUE);
  g_assert_cmpuint (track_fixture_at (&fixture->track, 0)->id, ==, tracks[0]);
  g_assert_cmpuint (track_fixture_at (&fixture->track, 1)->id, ==, tracks[2]);
  /* on itself: nothing */
  item = ct_track_row_get_item (CT_TRACK_ROW (row_at (fixture, 1)));
  g_signal_emit_by_name (row_at (fixture, 1), "drop", item, TRUE);
  g_assert_cmpuint (track_fixture_at (&fixture->track, 1)->id, ==, tracks[2]);
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

/* Everything that can be pressed says what it is, and the panel fits into a narrow sidebar. */
static void
test_labels_and_width (Fixture *fixture, gconstpointer data)
{
  GType types[] = { GTK_TYPE_BUTTON, GTK_TYPE_MENU_BUTTON };
  GtkWidget *row = row_at (fixture, 0);
  int minimum;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) found = g_ptr_array_new ();

      widget_find_all (row, types[i], found);
      g_assert_cmpuint (found->len, >, 0);
      for (guint j = 0; j < found->len; j++)
        {
          GtkWidget *parent = gtk_widget_get_parent (g_ptr_array_index (found, j));

          /* the button inside of another is part of it */
          if (!GTK_IS_MENU_BUTTON (parent))
            g_assert_true (
                gtk_test_accessible_has_property (g_ptr_array_index (found, j), GTK_ACCESSIBLE_PROPERTY_LABEL));
        }
    }
  ct_document_begin (fixture->document, "Name");
  {
    CtEditTrack track = *track_fixture_at (&fixture->track, 0);

    ct_edit_track_set_name (&track, "A name that is longer than any sidebar will ever be");
    ct_document_set_track (fixture->document, &track);
  }
  ct_document_commit (fixture->document);
  g_assert_true (act (fixture, "tracks.split-by-register"));
  gtk_widget_measure (fixture->panel, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("the panel needs %d pixels", minimum);
  /* the rows have what the rest leaves */
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (list_of (fixture))), >, HEIGHT / 3);
  g_assert_cmpint (minimum, <=, WIDTH);
}

/* ---- splits ---- */

static gboolean
is_settled (gpointer split_box)
{
  return ct_split_box_is_settled (split_box);
}

static void
test_split_timbre (Fixture *fixture, gconstpointer data)
{
  CtSplitBox *box = CT_SPLIT_BOX (widget_find (fixture->panel, CT_TYPE_SPLIT_BOX, 0));
  CtEditScore *other;

  g_assert_true (act (fixture, "tracks.split-by-timbre"));
  g_assert_true (ct_split_box_is_open (box));
  widget_wait (is_settled, box);
  g_assert_cmpuint (ct_split_box_get_n_groups (box), ==, 3);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  g_assert_cmpuint (ct_session_get_preview (fixture->session)->n_tracks, ==, 3);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 1);
  ct_split_box_cancel (box);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_false (ct_split_box_is_open (box));

  /* into another number, requested before the first was done */
  g_assert_true (act (fixture, "tracks.split-by-timbre"));
  ct_split_box_set_n_timbres (box, 5);
  ct_split_box_set_n_timbres (box, 2);
  widget_wait (is_settled, box);
  g_assert_cmpuint (ct_split_box_get_n_groups (box), ==, 2);
  ct_split_box_apply (box);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 2);
  g_assert_null (ct_session_get_preview (fixture->session));
  ct_document_undo (fixture->document);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 1);

  /* whoever shows something else takes over */
  g_assert_true (act (fixture, "tracks.split-by-timbre"));
  widget_wait (is_settled, box);
  other = ct_document_copy_score (fixture->document);
  ct_session_set_preview (fixture->session, other);
  g_assert_false (ct_split_box_is_open (box));
  g_assert_true (ct_session_get_preview (fixture->session) == other);

  /* nor does it outlive its track */
  g_assert_true (act (fixture, "tracks.split-by-timbre"));
  ct_track_edits_add (fixture->document, -1);
  g_assert_true (ct_split_box_is_open (box));
  ct_track_edits_remove (fixture->document, fixture->track.tracks, 1, 0);
  g_assert_false (ct_split_box_is_open (box));
  g_assert_null (ct_session_get_preview (fixture->session));
}

static void
test_split_selection (Fixture *fixture, gconstpointer data)
{
  CtSplitBox *box = CT_SPLIT_BOX (widget_find (fixture->panel, CT_TYPE_SPLIT_BOX, 0));
  const CtEditScore *score = ct_document_get_score (fixture->document);
  guint64 phrase[60];

  g_assert_false (is_enabled (fixture, "split-selection-by-timbre"));
  for (guint i = 0; i < G_N_ELEMENTS (phrase); i++)
    phrase[i] = score->notes[i].id;
  ct_selection_set (ct_session_get_selection (fixture->session), phrase, G_N_ELEMENTS (phrase));
  g_assert_true (act (fixture, "tracks.split-selection-by-timbre"));
  ct_split_box_set_n_timbres (box, 3);
  widget_wait (is_settled, box);
  ct_split_box_apply (box);
  score = ct_document_get_score (fixture->document);
  g_assert_cmpuint (score->n_tracks, ==, 3);
  for (guint i = 60; i < score->n_notes; i++)
    g_assert_cmpuint (score->notes[i].track, ==, fixture->track.tracks[0]);
  g_assert_cmpuint (ct_document_count_notes (fixture->document, score->tracks[1].id), ==, 20);
  ct_document_undo (fixture->document);

  g_assert_true (act (fixture, "tracks.split-by-selection"));
  widget_wait (is_settled, box);
  ct_split_box_apply (box);
  score = ct_document_get_score (fixture->document);
  g_assert_cmpuint (score->n_tracks, ==, 2);
  g_assert_cmpuint (ct_document_count_notes (fixture->document, score->tracks[1].id), ==, 60);
  ct_document_undo (fixture->document);

  g_assert_true (act (fixture, "tracks.split-by-register"));
  ct_split_box_set_boundary (box, 60);
  ct_split_box_apply (box);
  score = ct_document_get_score (fixture->document);
  g_assert_cmpuint (score->n_tracks, ==, 2);
  for (guint i = 0; i < score->n_notes; i++)
    g_assert_cmpint (score->notes[i].track == score->notes[0].track, ==,
                     (score->notes[i].midi >= 60) == (score->notes[0].midi >= 60));
}

static double
cpu_ms (clock_t since)
{
  return 1e3 * (double) (clock () - since) / CLOCKS_PER_SEC;
}

static void
test_many_tracks (void)
{
  FakeTimbres *timbres = fake_timbres_new (3000, 8, 0.3, 0, 1);
  CtDocument *document = timbre_document_new (timbres, 500, FALSE);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  Fixture fixture = { 0 };
  clock_t start = clock ();
  guint32 last;

  show_panel (&fixture, document);
  g_test_message ("500 tracks are shown after %.1f ms of CPU", cpu_ms (start));
  last = ct_document_get_score (document)->tracks[499].id;
  start = clock ();
  ct_session_set_current_track (fixture.session, last);
  widget_wait (NULL, NULL);
  g_test_message ("the last is shown after %.1f ms", cpu_ms (start));
  start = clock ();
  ct_track_edits_rename (document, last, "The last");
  widget_wait (NULL, NULL);
  g_test_message ("a change after %.1f ms", cpu_ms (start));
  g_assert_cmpfloat (cpu_ms (start), <, 500);
  row_at (&fixture, 499);
  /* there are rows for what is visible only */
  widget_find_all (fixture.panel, CT_TYPE_TRACK_ROW, rows);
  g_assert_cmpuint (rows->len, <, 300);
  hide_panel (&fixture);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  ui_test_init (&argc, &argv);
#define ADD(path, func, together)                                                                                      \
  g_test_add ("/track-panel/" path, Fixture, GINT_TO_POINTER (together), set_up, func, tear_down)
  ADD ("follows", test_follows, FALSE);
  ADD ("merge-and-remove", test_merge_and_remove, FALSE);
  ADD ("remove-moving", test_remove_moving, FALSE);
  ADD ("row", test_row, FALSE);
  ADD ("sound", test_sound, FALSE);
  ADD ("actions", test_actions, FALSE);
  ADD ("drop", test_drop, FALSE);
  ADD ("labels-and-width", test_labels_and_width, FALSE);
  ADD ("split-timbre", test_split_timbre, TRUE);
  ADD ("split-selection", test_split_selection, TRUE);
  g_test_add_func ("/track-panel/many-tracks", test_many_tracks);
  return g_test_run ();
}
