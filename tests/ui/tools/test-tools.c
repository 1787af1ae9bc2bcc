/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "tests/support/widget-find.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-note-select.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

#define NEAR_S 1e-6

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtEditScore *before;
  GtkWidget *window;
  GtkWidget *stage;
  CtTools *tools;
  GtkGesture *drag;
  guint64 ids[20];
  guint n_auditions, last_midi;
} Fixture;

static void
heard (CtTools *tools, guint midi, guint velocity, guint track, Fixture *fixture)
{
  g_assert_cmpuint (velocity, >=, 1);
  fixture->n_auditions++;
  fixture->last_midi = midi;
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *canvas = ct_canvas_new ();

  *fixture = (Fixture){ .document = note_document_new (20) };
  fixture->before = ct_document_copy_score (fixture->document);
  for (guint i = 0; i < 20; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
  fixture->session = ct_session_new (fixture->document);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), canvas);
  g_object_set (canvas, "session", fixture->session, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->stage = ct_canvas_get_stage (CT_CANVAS (canvas));
  fixture->tools = ct_tools_new (fixture->stage, ct_canvas_get_note_layer (CT_CANVAS (canvas)));
  g_object_bind_property (canvas, "session", fixture->tools, "session", G_BINDING_SYNC_CREATE);
  fixture->drag = widget_find_drag (fixture->stage);
  g_signal_connect (fixture->tools, "audition", G_CALLBACK (heard), fixture);
  while (gtk_widget_get_width (fixture->stage) < 100)
    g_main_context_iteration (NULL, TRUE);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 54.5, 84.5 });
  iterate ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->tools);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  iterate ();
  g_assert_finalize_object (fixture->session);
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
  g_clear_pointer (&fixture->before, ct_edit_score_free);
}

static double
x_of (Fixture *fixture, double time_s)
{
  return ct_view_x (ct_session_get_view (fixture->session), gtk_widget_get_width (fixture->stage), time_s);
}

static double
y_of (Fixture *fixture, double midi)
{
  return ct_view_y (ct_session_get_view (fixture->session), gtk_widget_get_height (fixture->stage), midi);
}

static void
press (Fixture *fixture, double time_s, double midi)
{
  g_signal_emit_by_name (fixture->drag, "drag-begin", x_of (fixture, time_s), y_of (fixture, midi));
}

/* To a place by as much as the pointer goes from where it was pressed. */
static void
pull (Fixture *fixture, const char *signal, double time_s, double midi)
{
  const CtView *view = ct_session_get_view (fixture->session);
  double width = gtk_widget_get_width (fixture->stage), height = gtk_widget_get_height (fixture->stage);

  g_signal_emit_by_name (fixture->drag, signal, time_s * width / (view->end_s - view->start_s),
                         -midi * height / (view->high_midi - view->low_midi));
}

static void
drag (Fixture *fixture, double time_s, double midi, double by_s, double by_midi)
{
  press (fixture, time_s, midi);
  for (guint i = 1; i <= 4; i++)
    {
      pull (fixture, "drag-update", by_s * i / 4, by_midi * i / 4);
      iterate ();
    }
  pull (fixture, "drag-end", by_s, by_midi);
}

static void
click (Fixture *fixture, double time_s, double midi)
{
  press (fixture, time_s, midi);
  pull (fixture, "drag-end", 0, 0);
}

static void
act (Fixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (fixture->stage, name, NULL));
}

static const CtEditNote *
note_of (Fixture *fixture, guint i)
{
  return ct_document_get_note (fixture->document, fixture->ids[i]);
}

static void
assert_undo (Fixture *fixture, guint n_steps)
{
  timbre_document_assert_undo (fixture->document, g_steal_pointer (&fixture->before), n_steps);
}

static gboolean
changed (Fixture *fixture)
{
  return ct_history_get_can_undo (ct_document_get_history (fixture->document));
}

static void
assert_selected (Fixture *fixture, guint n, guint first)
{
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (ct_selection_contains (ct_session_get_selection (fixture->session), fixture->ids[first + i]));
}

static void
test_click (Fixture *fixture, gconstpointer data)
{
  click (fixture, 1.25, 61);
  assert_selected (fixture, 1, 1);
  g_assert_cmpuint (fixture->n_auditions, ==, 1);
  g_assert_cmpuint (fixture->last_midi, ==, 61);
  g_assert_cmpuint (ct_session_get_current_track (fixture->session), ==, note_of (fixture, 1)->track);
  g_assert_cmpuint (ct_selection_get_cursor (ct_session_get_selection (fixture->session)), ==, fixture->ids[1]);
  click (fixture, 2.25, 62);
  assert_selected (fixture, 1, 2);
  /* one of several */
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 5);
  click (fixture, 3.25, 63);
  assert_selected (fixture, 1, 3);
  /* nothing */
  click (fixture, 3.25, 80);
  assert_selected (fixture, 0, 0);
  g_assert_false (changed (fixture));
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 1.25, 61, 0.4, 5);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 1.4, NEAR_S);
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 66);
  assert_selected (fixture, 1, 1);
  /* sounded on every new pitch */
  g_assert_cmpuint (fixture->n_auditions, >=, 4);
  g_assert_cmpuint (fixture->last_midi, ==, 66);
  /* all that is selected, also from the note that was not pressed */
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 2, 2);
  drag (fixture, 3.25, 63, 0.2, -1);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 2)->onset_s, 2.2, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 3)->onset_s, 3.2, NEAR_S);
  g_assert_cmpint (note_of (fixture, 2)->midi, ==, 61);
  assert_selected (fixture, 2, 2);
  g_assert_false (ct_tools_is_dragging (fixture->tools));
  assert_undo (fixture, 2);
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  press (fixture, 1.25, 61);
  g_assert_true (ct_tools_is_dragging (fixture->tools));
  pull (fixture, "drag-update", 0.5, 3);
  iterate ();
  /* nothing changes before the button is up */
  g_assert_false (changed (fixture));
  act (fixture, "notes.cancel");
  g_assert_false (ct_tools_is_dragging (fixture->tools));
  pull (fixture, "drag-update", 0.6, 3);
  pull (fixture, "drag-end", 0.6, 3);
  g_assert_false (changed (fixture));
  assert_selected (fixture, 1, 1);
  /* a step undone or another session in the middle of a drag ends it */
  ct_note_edits_move (fixture->document, fixture->ids + 5, 1, 0.1, 0);
  press (fixture, 1.25, 61);
  pull (fixture, "drag-update", 0.5, 3);
  ct_document_undo (fixture->document);
  g_assert_false (ct_tools_is_dragging (fixture->tools));
  pull (fixture, "drag-end", 0.6, 3);
  press (fixture, 1.25, 61);
  pull (fixture, "drag-update", 0.5, 3);
  ct_tools_set_session (fixture->tools, NULL);
  g_assert_false (ct_tools_is_dragging (fixture->tools));
  pull (fixture, "drag-end", 0.6, 3);
  press (fixture, 1.25, 61);
  g_assert_false (changed (fixture));
}

static void
test_resize (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 1.49, 61, 0.3, 4);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 1, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->offset_s, 1.8, NEAR_S);
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 61);
  drag (fixture, 1.02, 61, -0.3, 4);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 0.7, NEAR_S);
  drag (fixture, 0.72, 61, 9, 0);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 1.79, NEAR_S);
  assert_undo (fixture, 3);
}

static void
test_rubber (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 1.8, 60.5, 1.6, 2);
  assert_selected (fixture, 1, 2);
  ct_session_set_select_mode (fixture->session, CT_SELECT_COLUMN);
  drag (fixture, 1.8, 80, 3.3, 1);
  assert_selected (fixture, 4, 2);
  ct_session_set_select_mode (fixture->session, CT_SELECT_ROW);
  drag (fixture, 0.2, 61.6, 0.1, 1.9);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 4);
  /* Escape brings back what was selected before */
  press (fixture, 1.8, 80);
  pull (fixture, "drag-update", 1, -30);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), >, 4);
  act (fixture, "notes.cancel");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 4);
  act (fixture, "notes.cancel");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 0);
  g_assert_false (changed (fixture));
}

/* A review: each note is heard, accepted or dismissed, and the next one comes by itself. */
static void
test_review (Fixture *fixture, gconstpointer data)
{
  CtSelection *selection = ct_session_get_selection (fixture->session);
  guint n = ct_document_get_score (fixture->document)->n_notes, n_heard;
  guint n_left = ct_note_select_count_uncertain (fixture->session);
  guint64 first, second;

  g_assert_cmpuint (n_left, ==, 2);
  act (fixture, "notes.next-uncertain");
  first = ct_selection_get_cursor (selection);
  g_assert_true (ct_document_get_note (fixture->document, first)->uncertain);
  n_heard = fixture->n_auditions;
  g_assert_cmpuint (n_heard, >, 0);
  act (fixture, "notes.accept-uncertain");
  g_assert_false (ct_document_get_note (fixture->document, first)->uncertain);
  second = ct_selection_get_cursor (selection);
  g_assert_true (second != first);
  g_assert_cmpuint (fixture->n_auditions, >, n_heard);
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, n_left - 1);

  act (fixture, "notes.delete");
  g_assert_null (ct_document_get_note (fixture->document, second));
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, 0);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, n - 1);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_deleted, ==, 1); /* decoded again it stays away */
  act (fixture, "notes.next-uncertain");                                          /* says that none is left */

  /* both can be undone, one by one */
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, n_left);

  /* dismissed before others, the review goes on with those */
  act (fixture, "notes.select-none");
  ct_selection_set_cursor (selection, 0);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 54.5, 84.5 });
  act (fixture, "notes.next-uncertain");
  act (fixture, "notes.delete");
  g_assert_cmpuint (ct_selection_get_cursor (selection), ==, second);
  g_assert_true (ct_selection_contains (selection, second));

  /* a note that was selected by hand is accepted alone */
  ct_document_undo (fixture->document);
  ct_selection_set (selection, &first, 1);
  act (fixture, "notes.accept-uncertain");
  g_assert_true (ct_selection_contains (selection, first));
}

/* Escape ends one thing at a time: the preview, the tool, the selection. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  CtSelection *selection = ct_session_get_selection (fixture->session);

  click (fixture, 1.25, 61);
  ct_session_set_tool (fixture->session, CT_TOOL_ERASE);
  ct_session_set_preview (fixture->session, ct_document_copy_score (fixture->document));
  act (fixture, "notes.cancel");
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_cmpint (ct_session_get_tool (fixture->session), ==, CT_TOOL_ERASE);
  act (fixture, "notes.cancel");
  g_assert_cmpint (ct_session_get_tool (fixture->session), ==, CT_TOOL_SELECT);
  g_assert_cmpuint (ct_selection_get_n (selection), >, 0);
  act (fixture, "notes.cancel");
  g_assert_cmpuint (ct_selection_get_n (selection), ==, 0);
}

static void
test_draw (Fixture *fixture, gconstpointer data)
{
  const CtEditNote *note;
  const CtEditTrack *tracks = ct_document_get_score (fixture->document)->tracks;
  guint32 second = tracks[1].id;

  ct_session_set_current_track (fixture->session, second);
  ct_session_set_tool (fixture->session, CT_TOOL_DRAW);
  drag (fixture, 4.2, 75.2, 0.8, 3);
  note = ct_document_get_note (fixture->document,
                               ct_selection_get_cursor (ct_session_get_selection (fixture->session)));
  g_assert_cmpint (note->midi, ==, 75);
  g_assert_cmpfloat_with_epsilon (note->onset_s, 4.2, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note->offset_s, 5, NEAR_S);
  g_assert_cmpuint (note->track, ==, second);
  g_assert_cmpint (note->velocity, ==, 80);
  /* a click draws another one as long; to the left, too */
  click (fixture, 6, 77);
  note = ct_document_get_note (fixture->document,
                               ct_selection_get_cursor (ct_session_get_selection (fixture->session)));
  g_assert_cmpfloat_with_epsilon (note->offset_s - note->onset_s, 0.8, NEAR_S);
  drag (fixture, 9, 79, -0.5, 0);
  note = ct_document_get_note (fixture->document,
                               ct_selection_get_cursor (ct_session_get_selection (fixture->session)));
  g_assert_cmpfloat_with_epsilon (note->onset_s, 8.5, NEAR_S);
  /* on a note it moves that one */
  drag (fixture, 1.25, 61, 0, 2);
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 63);
  ct_track_edits_set_flag (fixture->document, &second, 1, CT_TRACK_LOCKED, TRUE);
  ct_session_set_current_track (fixture->session, second);
  drag (fixture, 4.2, 82, 0.8, 0);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 23);
  assert_undo (fixture, 5);
}

/* With the tool that selects, a double click on an empty place draws. */
static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  const CtEditNote *note;

  click (fixture, 4.2, 75);
  g_assert_false (changed (fixture));
  click (fixture, 4.2, 75);
  note = ct_document_get_note (fixture->document,
                               ct_selection_get_cursor (ct_session_get_selection (fixture->session)));
  g_assert_nonnull (note);
  g_assert_cmpint (note->midi, ==, 75);
  g_assert_cmpfloat_with_epsilon (note->onset_s, 4.2, NEAR_S);
  assert_undo (fixture, 1);
}

static void
test_erase (Fixture *fixture, gconstpointer data)
{
  ct_session_set_tool (fixture->session, CT_TOOL_ERASE);
  /* along the ascending line of notes, in one fast movement */
  drag (fixture, 0.8, 60.8, 4, 4);
  for (guint i = 1; i < 5; i++)
    g_assert_null (note_of (fixture, i));
  g_assert_nonnull (note_of (fixture, 0));
  g_assert_nonnull (note_of (fixture, 5));
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, "Erase 4 Notes");
  /* cancelled nothing is erased */
  press (fixture, 5.25, 65);
  act (fixture, "notes.cancel");
  pull (fixture, "drag-end", 0, 0);
  g_assert_nonnull (note_of (fixture, 5));
  click (fixture, 5.25, 65);
  g_assert_null (note_of (fixture, 5));
  assert_undo (fixture, 2);
}

static void
test_split (Fixture *fixture, gconstpointer data)
{
  ct_session_set_tool (fixture->session, CT_TOOL_SPLIT);
  click (fixture, 1.2, 61);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->offset_s, 1.2, NEAR_S);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 2);
  click (fixture, 1.2, 80);
  click (fixture, 2.004, 62);
  assert_undo (fixture, 1);
}

static void
test_uncertain (Fixture *fixture, gconstpointer data)
{
  click (fixture, 9.25, 69);
  g_assert_true (note_of (fixture, 9)->uncertain);
  g_object_set (ct_session_get_display (fixture->session), "show-uncertain", TRUE, NULL);
  click (fixture, 9.25, 69);
  g_assert_false (note_of (fixture, 9)->uncertain);
  g_assert_cmpint (note_of (fixture, 9)->edited, ==, CT_EDITED_ACCEPTED);
  assert_undo (fixture, 1);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  guint32 track = note_of (fixture, 1)->track;

  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 4);
  ct_track_edits_set_flag (fixture->document, &track, 1, CT_TRACK_LOCKED, TRUE);
  /* of the notes selected before only those that are open move */
  drag (fixture, 2.25, 62, 0.25, 1);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 2)->onset_s, 2.25, NEAR_S);
  g_assert_cmpfloat (note_of (fixture, 1)->onset_s, ==, 1);
  click (fixture, 1.25, 61);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 0);
  assert_undo (fixture, 2);
}

/* While a what-if is shown nothing can be changed. */
static void
test_preview_of_settings (Fixture *fixture, gconstpointer data)
{
  ct_session_set_preview (fixture->session, ct_document_copy_score (fixture->document));
  drag (fixture, 2.25, 62, 0.25, 1);
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 4);
  act (fixture, "notes.delete");
  act (fixture, "notes.nudge-up");
  g_assert_false (changed (fixture));
  ct_session_set_preview (fixture->session, NULL);
  act (fixture, "notes.delete");
  assert_undo (fixture, 1);
}

/* ---- actions ---- */

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  /* without a selection these do nothing but pan */
  CtView view = *ct_session_get_view (fixture->session);

  act (fixture, "notes.nudge-right");
  g_assert_cmpfloat (ct_session_get_view (fixture->session)->start_s, >, view.start_s);
  act (fixture, "notes.nudge-up");
  g_assert_cmpfloat (ct_session_get_view (fixture->session)->low_midi, >, view.low_midi);
  g_assert_false (g_action_group_get_action_enabled (ct_tools_get_actions (fixture->tools), "delete"));
  g_assert_false (changed (fixture));
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 2, 2);
  g_assert_true (g_action_group_get_action_enabled (ct_tools_get_actions (fixture->tools), "delete"));
  act (fixture, "notes.nudge-right");
  act (fixture, "notes.nudge-left");
  act (fixture, "notes.nudge-right");
  act (fixture, "notes.octave-up");
  act (fixture, "notes.nudge-down");
  act (fixture, "notes.longer");
  act (fixture, "notes.start-later");
  act (fixture, "notes.louder");
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track-number", "u", 1);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 2)->onset_s, 2.02, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 2)->offset_s, 2.52, NEAR_S);
  g_assert_cmpint (note_of (fixture, 2)->midi, ==, 73);
  g_assert_cmpint (note_of (fixture, 3)->velocity, ==, 72);
  g_assert_cmpuint (note_of (fixture, 3)->track, ==, note_of (fixture, 0)->track);
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track-number", "u", 9);
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track-number", "u", 0);
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track", "u", 777);
  assert_undo (fixture, 6);
}

static void
test_playhead (Fixture *fixture, gconstpointer data)
{
  ct_session_set_playhead_s (fixture->session, 2.2);
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 3);
  act (fixture, "notes.split-at-playhead");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 2);
  act (fixture, "notes.split-at-playhead");
  act (fixture, "notes.join");
  g_assert_cmpfloat (note_of (fixture, 2)->offset_s, ==, 2.5);
  act (fixture, "notes.draw-at-playhead");
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 21);
  act (fixture, "notes.duplicate");
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 22);
  assert_undo (fixture, 4);
}

static gboolean
gave_up (gpointer data)
{
  g_assert_not_reached ();
  return G_SOURCE_REMOVE;
}

static void
wait_for_notes (Fixture *fixture, gsize n)
{
  guint source = g_timeout_add_seconds (20, gave_up, NULL);

  while (ct_document_get_score (fixture->document)->n_notes != n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
clipboard_read (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  g_assert_nonnull (text);
  ++*(guint *) data;
}

/* Reads the clipboard twice, one after the other: by then a reader who came before has its text. */
static void
read_clipboard (void)
{
  for (guint i = 0, n = 0; i < 2; i++)
    {
      gdk_clipboard_read_text_async (gdk_display_get_clipboard (gdk_display_get_default ()), NULL, clipboard_read, &n);
      while (n == i)
        g_main_context_iteration (NULL, TRUE);
    }
  iterate ();
}

static void
test_clipboard (Fixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 2, 2);
  act (fixture, "notes.cut");
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 18);
  act (fixture, "notes.paste-in-place");
  wait_for_notes (fixture, 20);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 2);
  ct_session_set_playhead_s (fixture->session, 7);
  act (fixture, "notes.copy");
  act (fixture, "notes.paste");
  wait_for_notes (fixture, 22);
  g_assert_cmpfloat (
      ct_document_get_note (fixture->document, ct_document_get_score (fixture->document)->next_note_id - 2)->onset_s,
      ==, 7);
  assert_undo (fixture, 3);
  /* a session that is gone when the text arrives gets nothing */
  act (fixture, "notes.paste");
  ct_tools_set_session (fixture->tools, NULL);
  read_clipboard ();
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 22);
}

/* Sixteenth notes of a quarter of a second from 0.1 s on. */
static void
snap_to_sixteenths (Fixture *fixture)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (60, 0.1, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
  ct_session_set_snap (fixture->session, TRUE);
}

static void
test_snap (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);

  snap_to_sixteenths (fixture);
  /* a drag brings the edge that is held to a line, a drag straight up leaves it where it is */
  drag (fixture, 1.25, 61, 0.3, 0);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 1.35, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->offset_s, 1.85, NEAR_S);
  drag (fixture, 2.25, 62, 0, 2);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 2)->onset_s, 2, NEAR_S);
  /* what is pasted begins at one */
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 4, 2);
  act (fixture, "notes.copy");
  ct_session_set_playhead_s (fixture->session, 7.2);
  act (fixture, "notes.paste");
  wait_for_notes (fixture, 22);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (fixture->document, score->next_note_id - 2)->onset_s, 7.1,
                                  NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (fixture->document, score->next_note_id - 1)->offset_s, 8.6,
                                  NEAR_S);
  /* a note is split at one, if one lies in it */
  ct_session_set_tool (fixture->session, CT_TOOL_SPLIT);
  click (fixture, 3.2, 63);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 3)->offset_s, 3.1, NEAR_S);
  click (fixture, 3.04, 63);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 3)->offset_s, 3.04, 1e-3);
  assert_undo (fixture, 6);
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  CtSession *session = fixture->session;

  act (fixture, "notes.select-all");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 18);
  act (fixture, "notes.select-invert");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 0);
  ct_session_set_current_track (session, note_of (fixture, 1)->track);
  act (fixture, "notes.select-track");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 8);
  ct_selection_set (ct_session_get_selection (session), fixture->ids, 1);
  act (fixture, "notes.select-pitch-range");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 2);
  act (fixture, "notes.select-none");
  ct_selection_set_cursor (ct_session_get_selection (session), 0);
  /* one after the other, and back; uncertain notes only where they are shown */
  for (guint i = 0; i < 18; i++)
    {
      act (fixture, "notes.next-anywhere");
      assert_selected (fixture, 1, i < 9 ? i : i + 1);
      g_assert_cmpuint (ct_session_get_current_track (session), ==, note_of (fixture, i < 9 ? i : i + 1)->track);
    }
  act (fixture, "notes.next-anywhere");
  assert_selected (fixture, 1, 18);
  /* every other note is on the current track */
  act (fixture, "notes.extend-previous");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 2);
  g_assert_true (ct_selection_contains (ct_session_get_selection (session), fixture->ids[16]));
  act (fixture, "notes.previous");
  assert_selected (fixture, 1, 14);
  act (fixture, "notes.next");
  assert_selected (fixture, 1, 16);
  /* any, where the current track is not heard beside a soloed one */
  ct_track_edits_set_flag (fixture->document, &note_of (fixture, 15)->track, 1, CT_TRACK_SOLO, TRUE);
  act (fixture, "notes.previous");
  assert_selected (fixture, 1, 15);
  ct_track_edits_set_flag (fixture->document, &note_of (fixture, 15)->track, 1, CT_TRACK_SOLO, FALSE);
  act (fixture, "notes.next");
  assert_selected (fixture, 1, 16);
  /* the last one is revealed */
  g_assert_cmpfloat (ct_session_get_view (session)->end_s, >, 16);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, 0);
  assert_selected (fixture, 1, 16);
  g_assert_false (changed (fixture));
}

static void
test_tool_action (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (fixture->stage, "notes.tool", "s", "erase");
  g_assert_cmpint (ct_session_get_tool (fixture->session), ==, CT_TOOL_ERASE);
  gtk_widget_activate_action (fixture->stage, "notes.tool", "s", "select");
  g_assert_cmpint (ct_session_get_select_mode (fixture->session), ==, CT_SELECT_BOX);
  for (guint i = 1; i <= 3; i++)
    {
      gtk_widget_activate_action (fixture->stage, "notes.tool", "s", "select");
      g_assert_cmpint (ct_session_get_select_mode (fixture->session), ==, i % 3);
    }
  gtk_widget_activate_action (fixture->stage, "notes.tool", "s", "nonsense");
  gtk_widget_activate_action (fixture->stage, "notes.select-mode", "s", "row");
  g_assert_cmpint (ct_session_get_select_mode (fixture->session), ==, CT_SELECT_ROW);
  {
    g_autoptr (GVariant) state = g_action_group_get_action_state (ct_tools_get_actions (fixture->tools), "select-mode");

    g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "row");
  }
}

static void
test_menu (Fixture *fixture, gconstpointer data)
{
  act (fixture, "notes.menu");
  iterate ();
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 2);
  act (fixture, "notes.menu");
  iterate ();
}

static void
right_click (Fixture *fixture, double time_s, double midi)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->stage);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_SECONDARY)
        g_signal_emit_by_name (controller, "pressed", 1, x_of (fixture, time_s), y_of (fixture, midi));
    }
  iterate ();
}

/* The menu of a note is about its track, too. */
static void
test_right_click (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i < 3; i++)
    {
      right_click (fixture, i + 0.25, 60 + i);
      assert_selected (fixture, 1, i);
      g_assert_cmpuint (ct_session_get_current_track (fixture->session), ==, note_of (fixture, i)->track);
    }
}

/* ---- timbre ---- */

/* Of three timbres those that sound like the selected note, whatever track they are on. */
static void
test_timbre (void)
{
  FakeTimbres *timbres = fake_timbres_new (300, 3, 0.1, 0, 5);
  CtDocument *document = timbre_document_new (timbres, 1, TRUE);
  CtSession *session = ct_session_new (document);
  guint n_right = 0;
  const CtEditScore *score = ct_document_get_score (document);
  guint64 id = score->notes[0].id;

  ct_selection_set (ct_session_get_selection (session), &id, 1);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, 100);
  for (gsize i = 0; i < score->n_notes; i++)
    n_right += (timbres->timbres[i] == timbres->timbres[0])
               == ct_selection_contains (ct_session_get_selection (session), score->notes[i].id);
  g_assert_cmpuint (n_right, ==, 300);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

/* What the threshold gives on a real recording, where the tracks are as they were found. */
static void
test_timbre_demo (void)
{
  CtDocument *document = timbre_document_new_demo ();
  CtSession *session = ct_session_new (document);
  const CtEditScore *score = ct_document_get_score (document);
  double recall = 0, precision = 0;
  guint n_notes = 0;

  for (gsize i = 0; i < score->n_notes; i += 3)
    {
      guint n, n_same = 0, n_track = 0;
      guint64 id = score->notes[i].id;

      if (score->notes[i].uncertain)
        continue;
      ct_selection_set (ct_session_get_selection (session), &id, 1);
      n = ct_note_select_similar_timbre (session);
      for (gsize j = 0; j < score->n_notes; j++)
        {
          gboolean same = score->notes[j].track == score->notes[i].track && !score->notes[j].uncertain;

          n_track += same;
          n_same += same && ct_selection_contains (ct_session_get_selection (session), score->notes[j].id);
        }
      g_assert_cmpuint (n, >=, 1);
      precision += (double) n_same / n;
      recall += (double) n_same / n_track;
      n_notes++;
    }
  g_test_message ("of what sounds like a note of the demo %.0f %% is on its track; %.0f %% of its track sounds like it",
                  100 * precision / n_notes, 100 * recall / n_notes);
  g_assert_cmpfloat (precision / n_notes, >=, 0.85);
  g_assert_cmpfloat (recall / n_notes, >=, 0.5);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/tools/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("click", test_click);
  ADD ("move", test_move);
  ADD ("preview", test_preview);
  ADD ("resize", test_resize);
  ADD ("rubber", test_rubber);
  ADD ("right-click", test_right_click);
  ADD ("review", test_review);
  ADD ("escape", test_escape);
  ADD ("draw", test_draw);
  ADD ("double-click", test_double_click);
  ADD ("erase", test_erase);
  ADD ("split", test_split);
  ADD ("uncertain", test_uncertain);
  ADD ("locked", test_locked);
  ADD ("preview-of-settings", test_preview_of_settings);
  ADD ("actions", test_actions);
  ADD ("playhead", test_playhead);
  ADD ("clipboard", test_clipboard);
  ADD ("snap", test_snap);
  ADD ("select", test_select);
  ADD ("tool-action", test_tool_action);
  ADD ("menu", test_menu);
  g_test_add_func ("/tools/timbre", test_timbre);
  g_test_add_func ("/tools/timbre-demo", test_timbre_demo);
  return g_test_run ();
}
