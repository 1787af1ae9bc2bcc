/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-map.h"

#include <adwaita.h>
#include <math.h>
#include <time.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/timbre-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-lasso.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/tracks/ct-split-box.h"

#define WIDTH 400
#define HEIGHT 500

typedef struct
{
  FakeTimbres *timbres;
  CtDocument *document;
  CtSession *session;
  GtkWidget *window;
  GtkWidget *map;
  CtTimbrePlot *plot;
} Fixture;

static void
show_map (Fixture *fixture, CtDocument *document)
{
  fixture->document = document;
  fixture->session = ct_session_new (document);
  fixture->window = gtk_window_new ();
  fixture->map = ct_timbre_map_new ();
  fixture->plot = ct_timbre_map_get_plot (CT_TIMBRE_MAP (fixture->map));
  g_object_set (fixture->map, "session", fixture->session, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->map);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (gtk_widget_get_width (GTK_WIDGET (fixture->plot)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer together)
{
  fixture->timbres = fake_timbres_new (300, 3, 0.2, 0, 5);
  show_map (fixture, timbre_document_new (fixture->timbres, together ? 1 : 3, together != NULL));
}

static void
hide_map (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  widget_wait (NULL, NULL);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static void
tear_down (Fixture *fixture, gconstpointer together)
{
  hide_map (fixture);
  fake_timbres_free (fixture->timbres);
}

static const CtEditNote *
note_at (Fixture *fixture, gsize i)
{
  return &ct_document_get_score (fixture->document)->notes[i];
}

static CtLassoPoint
place_of (Fixture *fixture, gsize i)
{
  CtLassoPoint place;

  g_assert_true (ct_timbre_plot_get_place (fixture->plot, note_at (fixture, i)->id, &place.x, &place.y));
  return place;
}

/* The mean place of a timbre's notes. */
static CtLassoPoint
centre_of (Fixture *fixture, int timbre)
{
  CtLassoPoint centre = { 0 };

  for (gsize i = (gsize) timbre; i < 300; i += 3)
    {
      CtLassoPoint place = place_of (fixture, i);

      centre.x += place.x / 100;
      centre.y += place.y / 100;
    }
  return centre;
}

/* Selects what lies within a polygon with 40 corners about a timbre. */
static void
lasso_timbre (Fixture *fixture, int timbre, gboolean add)
{
  CtLassoPoint centre = centre_of (fixture, timbre), corners[40];
  double radius = 0;

  for (gsize i = (gsize) timbre; i < 300; i += 3)
    {
      CtLassoPoint place = place_of (fixture, i);

      radius = fmax (radius, hypot (place.x - centre.x, place.y - centre.y));
    }
  for (int i = 0; i < 40; i++)
    corners[i] = (CtLassoPoint){ centre.x + (radius + 3) * cos (2 * G_PI * i / 40),
                                 centre.y + (radius + 3) * sin (2 * G_PI * i / 40) };
  ct_timbre_plot_lasso (fixture->plot, corners, G_N_ELEMENTS (corners), add);
}

static void
test_places (Fixture *fixture, gconstpointer data)
{
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->plot)), nearest = INFINITY;
  double height = gtk_widget_get_height (GTK_WIDGET (fixture->plot));
  CtLassoPoint before, after;

  g_assert_cmpuint (ct_timbre_plot_get_n_points (fixture->plot), ==, 300);
  for (gsize i = 0; i < 300; i++)
    {
      CtLassoPoint place = place_of (fixture, i);

      g_assert_true (place.x >= 0 && place.x <= width && place.y >= 0 && place.y <= height);
    }
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < i; j++)
      nearest = fmin (nearest, hypot (centre_of (fixture, i).x - centre_of (fixture, j).x,
                                      centre_of (fixture, i).y - centre_of (fixture, j).y));
  g_assert_cmpfloat (nearest, >, 100);

  /* about the pointer, and back */
  before = place_of (fixture, 7);
  ct_timbre_plot_zoom (fixture->plot, 3, before.x, before.y);
  after = place_of (fixture, 7);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-6);
  g_assert_cmpfloat (fabs (place_of (fixture, 8).x - after.x), >, 2 * width / 3);
  ct_timbre_plot_fit (fixture->plot);
  after = place_of (fixture, 7);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-6);

  /* hidden tracks leave the map, soloed ones are alone on it */
  ct_track_edits_set_flag (fixture->document, &note_at (fixture, 0)->track, 1, CT_TRACK_VISIBLE, FALSE);
  g_assert_cmpuint (ct_timbre_plot_get_n_points (fixture->plot), ==, 200);
  ct_track_edits_set_flag (fixture->document, &note_at (fixture, 1)->track, 1, CT_TRACK_SOLO, TRUE);
  g_assert_cmpuint (ct_timbre_plot_get_n_points (fixture->plot), ==, 100);
}

static void
test_lasso (Fixture *fixture, gconstpointer data)
{
  guint32 track = note_at (fixture, 1)->track;
  guint n;

  lasso_timbre (fixture, 0, FALSE);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 100);
  for (gsize i = 0; i < 300; i++)
    g_assert_true (ct_selection_contains (ct_session_get_selection (fixture->session), note_at (fixture, i)->id)
                   == (i % 3 == 0));
  lasso_timbre (fixture, 2, TRUE);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 200);
  lasso_timbre (fixture, 2, TRUE); /* no note twice */
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 200);
  lasso_timbre (fixture, 1, FALSE);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 100);
  ct_track_edits_set_flag (fixture->document, &track, 1, CT_TRACK_LOCKED, TRUE);
  lasso_timbre (fixture, 1, FALSE);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 0);
  /* what is selected elsewhere stays where Ctrl is held */
  ct_selection_select (ct_session_get_selection (fixture->session), note_at (fixture, 0)->id, TRUE);
  lasso_timbre (fixture, 2, TRUE);
  g_free (ct_selection_dup (ct_session_get_selection (fixture->session), &n));
  g_assert_cmpuint (n, ==, 101);
}

static void
assert_caption (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  gboolean found = FALSE;

  widget_find_all (fixture->map, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    found = found || g_str_equal (gtk_label_get_text (labels->pdata[i]), text);
  g_assert_true (found);
}

/* What a hand does: clicks, and a box about a timbre. */
static void
test_drag (Fixture *fixture, gconstpointer data)
{
  GtkGesture *drag = widget_find_drag (GTK_WIDGET (fixture->plot));
  CtLassoPoint place = place_of (fixture, 4), low = { INFINITY, INFINITY }, high = { -INFINITY, -INFINITY };

  g_signal_emit_by_name (drag, "drag-begin", place.x, place.y);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 1);
  g_assert_true (ct_selection_contains (ct_session_get_selection (fixture->session),
                                        ct_timbre_plot_pick (fixture->plot, place.x, place.y)));
  g_assert_true (g_str_has_suffix (ct_timbre_plot_get_description (fixture->plot), "velocity 95"));
  g_signal_emit_by_name (drag, "drag-begin", 1.0, 1.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 0);
  /* with nothing under the pointer and nothing selected it says what is seen */
  g_signal_emit_by_name (widget_find_controller (GTK_WIDGET (fixture->plot), GTK_TYPE_EVENT_CONTROLLER_MOTION),
                         "leave");
  assert_caption (fixture, "Dots are notes, closer the more alike; crosses mark timbres.");

  for (gsize i = 1; i < 300; i += 3)
    {
      place = place_of (fixture, i);
      low = (CtLassoPoint){ fmin (low.x, place.x), fmin (low.y, place.y) };
      high = (CtLassoPoint){ fmax (high.x, place.x), fmax (high.y, place.y) };
    }
  g_object_set (fixture->plot, "box", TRUE, NULL);
  g_signal_emit_by_name (drag, "drag-begin", low.x - 1, low.y - 1);
  for (int i = 1; i <= 5; i++)
    g_signal_emit_by_name (drag, "drag-update", (high.x - low.x + 2) * i / 5, (high.y - low.y + 2) * i / 5);
  widget_wait (NULL, NULL);
  g_signal_emit_by_name (drag, "drag-end", high.x - low.x + 2, high.y - low.y + 2);
  for (gsize i = 1; i < 300; i += 3)
    g_assert_true (ct_selection_contains (ct_session_get_selection (fixture->session), note_at (fixture, i)->id));
  /* that is what the caption tells of, and no longer of the note that the pointer was at */
  assert_caption (fixture, "100 notes selected");
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->plot));

  /* through the shortcuts of the class, as key events are */
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0;
           GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == state)
            {
              gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (fixture->plot),
                                            gtk_shortcut_get_arguments (shortcut));
              return;
            }
        }
    }
  g_assert_not_reached ();
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  guint64 first, next;
  CtLassoPoint from, to;

  press (fixture, GDK_KEY_Right, 0);
  first = ct_selection_get_cursor (ct_session_get_selection (fixture->session));
  g_assert_cmpuint (first, !=, 0);
  g_assert_true (ct_timbre_plot_get_place (fixture->plot, first, &from.x, &from.y));
  press (fixture, GDK_KEY_Up, 0);
  next = ct_selection_get_cursor (ct_session_get_selection (fixture->session));
  if (next == first) /* there is none above it */
    press (fixture, GDK_KEY_Down, 0);
  next = ct_selection_get_cursor (ct_session_get_selection (fixture->session));
  g_assert_true (ct_timbre_plot_get_place (fixture->plot, next, &to.x, &to.y));
  g_assert_cmpuint (next, !=, first);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 1);
  press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 2);
  press (fixture, GDK_KEY_a, GDK_CONTROL_MASK);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 300);
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 0);
  from = place_of (fixture, 0);
  press (fixture, GDK_KEY_plus, 0);
  g_assert_cmpfloat (hypot (place_of (fixture, 0).x - from.x, place_of (fixture, 0).y - from.y), >, 1);
  press (fixture, GDK_KEY_0, 0);
  g_assert_cmpfloat_with_epsilon (place_of (fixture, 0).x, from.x, 1e-6);
}

static gboolean
is_settled (gpointer split_box)
{
  return ct_split_box_is_settled (split_box);
}

/* Selected by a lasso, split by timbre, shown before it is done. */
static void
test_split (Fixture *fixture, gconstpointer data)
{
  CtSplitBox *box = ct_timbre_map_get_split_box (CT_TIMBRE_MAP (fixture->map));
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();
  const CtEditScore *score;

  lasso_timbre (fixture, 0, FALSE);
  lasso_timbre (fixture, 1, TRUE);
  widget_find_all (fixture->map, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len && !ct_split_box_is_open (box); i++)
    if (g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), "S_plit…") == 0)
      g_signal_emit_by_name (g_ptr_array_index (buttons, i), "clicked");
  g_assert_true (ct_split_box_is_open (box));
  widget_wait (is_settled, box);
  g_assert_cmpuint (ct_split_box_get_n_groups (box), ==, 2);
  g_assert_cmpuint (ct_timbre_plot_get_n_points (fixture->plot), ==, 300);
  g_assert_cmpuint (ct_session_get_preview (fixture->session)->n_tracks, ==, 2);
  ct_split_box_apply (box);
  score = ct_document_get_score (fixture->document);
  g_assert_cmpuint (score->n_tracks, ==, 2);
  for (gsize i = 0; i < 300; i += 3)
    {
      g_assert_cmpuint (score->notes[i].track, ==, score->notes[0].track);
      g_assert_cmpuint (score->notes[i + 1].track, ==, score->notes[1].track);
      g_assert_cmpuint (score->notes[i + 2].track, ==, score->tracks[0].id);
    }
  g_assert_cmpuint (score->notes[0].track, !=, score->notes[1].track);
}

/* Notes that were drawn lie where the nearest lies; without any that was heard there is no map. */
static void
test_drawn (Fixture *fixture, gconstpointer data)
{
  CtDocument *empty = ct_document_new ();
  CtSession *session = ct_session_new (empty);
  CtEditNote note = *note_at (fixture, 30);
  CtLassoPoint drawn, heard;
  guint64 id;

  note.onset_s += 0.001;
  note.origin_frame = -1;
  note.origin_midi = 0;
  ct_document_begin (fixture->document, "Draw");
  id = ct_document_add_note (fixture->document, &note);
  ct_document_commit (fixture->document);
  g_assert_cmpuint (ct_timbre_plot_get_n_points (fixture->plot), ==, 301);
  heard = place_of (fixture, 30);
  g_assert_true (ct_timbre_plot_get_place (fixture->plot, id, &drawn.x, &drawn.y));
  g_assert_cmpfloat (hypot (drawn.x - heard.x, drawn.y - heard.y), <, 1e-6);

  ct_timbre_map_set_session (CT_TIMBRE_MAP (fixture->map), session);
  g_assert_cmpuint (ct_timbre_plot_get_n_points (fixture->plot), ==, 0);
  g_assert_cmpuint (ct_timbre_plot_pick (fixture->plot, 10, 10), ==, 0);
  widget_wait (NULL, NULL);
  ct_timbre_map_set_session (CT_TIMBRE_MAP (fixture->map), NULL);
  widget_wait (NULL, NULL);
  g_assert_finalize_object (session);
  g_assert_finalize_object (empty);
}

/* The map does not jump while notes come and go. */
static void
test_stable (Fixture *fixture, gconstpointer data)
{
  CtLassoPoint before[3], width = { gtk_widget_get_width (GTK_WIDGET (fixture->plot)), 0 };

  for (int i = 0; i < 3; i++)
    before[i] = centre_of (fixture, i);
  ct_document_begin (fixture->document, "Delete");
  for (gsize i = 299; i > 250; i--)
    ct_document_delete_note (fixture->document, note_at (fixture, i)->id);
  ct_document_commit (fixture->document);
  ct_document_undo (fixture->document);
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat (hypot (centre_of (fixture, i).x - before[i].x, centre_of (fixture, i).y - before[i].y), <,
                       width.x / 20);
}

static void
test_speed (void)
{
  FakeTimbres *timbres = fake_timbres_new (5000, 5, 0.4, 5, 1);
  Fixture fixture = { 0 };

  show_map (&fixture, timbre_document_new (timbres, 5, FALSE));
  for (int i = 0; i < 2; i++)
    {
      clock_t start = clock ();
      GtkSnapshot *snapshot;
      GskRenderNode *node;

      ct_timbre_plot_zoom (fixture.plot, 1.1, 100, 100);
      snapshot = gtk_snapshot_new ();
      GTK_WIDGET_GET_CLASS (fixture.plot)->snapshot (GTK_WIDGET (fixture.plot), snapshot);
      node = gtk_snapshot_free_to_node (snapshot);
      g_test_message ("5,000 points are painted in %.2f ms", 1e3 * (double) (clock () - start) / CLOCKS_PER_SEC);
      g_assert_cmpint (clock () - start, <, CLOCKS_PER_SEC / 10);
      gsk_render_node_unref (node);
    }
  hide_map (&fixture);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func, together)                                                                                      \
  g_test_add ("/timbre-map/" path, Fixture, GINT_TO_POINTER (together), set_up, func, tear_down)
  ADD ("places", test_places, FALSE);
  ADD ("lasso", test_lasso, FALSE);
  ADD ("drag", test_drag, FALSE);
  ADD ("keys", test_keys, FALSE);
  ADD ("split", test_split, TRUE);
  ADD ("drawn", test_drawn, FALSE);
  ADD ("stable", test_stable, FALSE);
  g_test_add_func ("/timbre-map/speed", test_speed);
  return g_test_run ();
}
