/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-hit-lane.h"

#include <gtk/gtk.h>

#include "core/base/ct-percussion.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/canvas/ct-hit-paint.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

#define KICK_Y (0.5 * CT_HIT_PAINT_ROW)
#define HAT_Y (1.5 * CT_HIT_PAINT_ROW)

/* 60 pixels a second: a kick on 1 and 3 s, a hi-hat on 2 s. */
static CtHit hits[] = { { 1, 1, 0 }, { 2, 0.5f, 1 }, { 3, 0.2f, 0 } };
static const CtPercussion percussion = { hits, 3, { { "", 36 }, { "", 42 } }, 2 };

typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWidget *lane, *window;
  const CtPercussion *now;
  guint drum; /* that sounded last */
} Fixture;

static void
sounded (CtHitLane *lane, guint drum, double strength, Fixture *fixture)
{
  g_assert_cmpfloat (strength, >, 0);
  fixture->drum = drum;
}

static void
put (Fixture *fixture, const CtPercussion *what)
{
  ct_document_begin (fixture->document, "Hits");
  ct_document_set_percussion (fixture->document, what);
  ct_document_commit (fixture->document);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = canvas_song_new (10, 2, 1);
  fixture->document = ct_session_get_document (fixture->session);
  fixture->now = &ct_document_get_score (fixture->document)->percussion;
  fixture->lane = ct_hit_lane_new ();
  g_object_set (fixture->lane, "session", fixture->session, NULL);
  g_signal_connect (fixture->lane, "sound", G_CALLBACK (sounded), fixture);
  g_assert_false (gtk_widget_get_visible (fixture->lane));
  put (fixture, &percussion);
  g_assert_true (gtk_widget_get_visible (fixture->lane));
  fixture->window = widget_picture_show (fixture->lane, 600, 2 * CT_HIT_PAINT_ROW);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 36, 84 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->lane, "session", NULL, NULL); /* an open popover outlives the window for a while */
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
}

static void
click (Fixture *fixture, guint button, int n_press, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->lane);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) found = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (found) && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (found)) == button)
        for (int press = 1; press <= n_press; press++)
          g_signal_emit_by_name (found, "pressed", press, x, y);
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

static int
selected (Fixture *fixture)
{
  return ct_hit_lane_get_selected (CT_HIT_LANE (fixture->lane));
}

/* The brightness of what is in the picture of a hit at @time_s, at the foot of the row of the kick. */
static guint
foot_of (Fixture *fixture, double time_s)
{
  int width, height;
  g_autofree guint32 *picture = NULL;

  widget_picture_settle (fixture->lane);
  picture = widget_picture_take (fixture->lane, &width, &height);
  return picture[(CT_HIT_PAINT_ROW - 4) * width + (int) (60 * time_s) + 1] & 0xff;
}

/* A hit at the start of the song is as clear as one beside the name of its row. */
static void
test_under_name (Fixture *fixture, gconstpointer data)
{
  static CtHit early[] = { { 0.1, 1, 0 }, { 5, 1, 0 }, { 5, 1, 1 } };
  const CtPercussion under = { early, 3, { { "", 36 }, { "", 42 } }, 2 };

  put (fixture, &under);
  g_assert_cmpuint (foot_of (fixture, 0.1), ==, foot_of (fixture, 5));
  g_assert_cmpuint (foot_of (fixture, 0.1), !=, foot_of (fixture, 8));
}

/* A hit is selected and sounds; beside it is nothing, until a second click adds one. */
static void
test_clicks (Fixture *fixture, gconstpointer data)
{
  click (fixture, GDK_BUTTON_PRIMARY, 1, 62, KICK_Y);
  g_assert_cmpint (selected (fixture), ==, 0);
  g_assert_cmpuint (fixture->drum, ==, 36);
  click (fixture, GDK_BUTTON_PRIMARY, 1, 62, HAT_Y);
  g_assert_cmpint (selected (fixture), ==, -1);
  g_assert_cmpint (ct_hit_lane_get_row (CT_HIT_LANE (fixture->lane)), ==, 1);
  g_assert_cmpuint (fixture->now->n_hits, ==, 3);
  click (fixture, GDK_BUTTON_PRIMARY, 2, 240, HAT_Y);
  g_assert_cmpuint (fixture->now->n_hits, ==, 4);
  g_assert_cmpint (selected (fixture), ==, 3);
  g_assert_cmpfloat_with_epsilon (fixture->now->hits[3].time_s, 4, 0.02);
  g_assert_cmpuint (fixture->drum, ==, 42);
}

/* The pencil adds at once, the eraser takes out. */
static void
test_tools (Fixture *fixture, gconstpointer data)
{
  ct_session_set_tool (fixture->session, CT_TOOL_DRAW);
  click (fixture, GDK_BUTTON_PRIMARY, 1, 300, KICK_Y);
  g_assert_cmpuint (fixture->now->n_hits, ==, 4);
  ct_session_set_tool (fixture->session, CT_TOOL_ERASE);
  click (fixture, GDK_BUTTON_PRIMARY, 1, 400, KICK_Y);
  g_assert_cmpuint (fixture->now->n_hits, ==, 4);
  click (fixture, GDK_BUTTON_PRIMARY, 1, 301, KICK_Y);
  g_assert_cmpuint (fixture->now->n_hits, ==, 3);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  click (fixture, GDK_BUTTON_PRIMARY, 1, 5, KICK_Y);
  g_assert_true (press (fixture, GDK_KEY_Right));
  g_assert_cmpint (selected (fixture), ==, 0);
  press (fixture, GDK_KEY_Right);
  g_assert_cmpint (selected (fixture), ==, 2);
  press (fixture, GDK_KEY_Right); /* it is the last */
  g_assert_cmpint (selected (fixture), ==, 2);
  press (fixture, GDK_KEY_plus);
  g_assert_cmpfloat_with_epsilon (fixture->now->hits[2].strength, 0.3, 1e-6);
  g_assert_cmpint (selected (fixture), ==, 2);
  press (fixture, GDK_KEY_Left);
  g_assert_cmpint (selected (fixture), ==, 0);
  press (fixture, GDK_KEY_Delete);
  g_assert_cmpuint (fixture->now->n_hits, ==, 2);
  press (fixture, GDK_KEY_Down);
  g_assert_cmpint (ct_hit_lane_get_row (CT_HIT_LANE (fixture->lane)), ==, 1);
  ct_session_set_playhead_s (fixture->session, 5);
  press (fixture, GDK_KEY_Insert);
  g_assert_cmpfloat (fixture->now->hits[2].time_s, ==, 5);
  press (fixture, GDK_KEY_m);
  g_assert_true (fixture->now->groups[1].mute);
  press (fixture, GDK_KEY_s);
  g_assert_true (fixture->now->groups[1].solo);
  g_assert_false (press (fixture, GDK_KEY_x));
}

/* What the menu does to the row that it was opened on. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  click (fixture, GDK_BUTTON_SECONDARY, 1, 62, KICK_Y);
  g_assert_nonnull (widget_find (fixture->lane, GTK_TYPE_POPOVER_MENU, 0));
  gtk_widget_activate_action (fixture->lane, "hits.drum", "u", 41);
  g_assert_cmpint (fixture->now->groups[0].drum, ==, 41);
  gtk_widget_activate_action (fixture->lane, "hits.split", NULL);
  g_assert_cmpuint (fixture->now->n_groups, ==, 3);
  gtk_widget_activate_action (fixture->lane, "hits.merge", "u", 1);
  g_assert_cmpuint (fixture->now->n_groups, ==, 2);
  gtk_widget_activate_action (fixture->lane, "hits.merge", "u", 7); /* there is none */
  gtk_widget_activate_action (fixture->lane, "hits.rename", NULL);
  gtk_editable_set_text (GTK_EDITABLE (widget_find (fixture->lane, GTK_TYPE_ENTRY, 0)), "Djembe");
  g_signal_emit_by_name (widget_find (fixture->lane, GTK_TYPE_ENTRY, 0), "activate");
  g_assert_cmpstr (fixture->now->groups[0].name, ==, "Djembe");
  gtk_widget_activate_action (fixture->lane, "hits.delete-row", NULL);
  gtk_widget_activate_action (fixture->lane, "hits.delete-row", NULL);
  g_assert_cmpuint (fixture->now->n_groups, ==, 0);
  g_assert_false (gtk_widget_get_visible (fixture->lane));
  ct_document_undo (fixture->document);
  g_assert_true (gtk_widget_get_visible (fixture->lane));
}

/* Another document has nothing selected. */
static void
test_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtSession) other = canvas_song_new (4, 1, 1);

  click (fixture, GDK_BUTTON_PRIMARY, 1, 62, KICK_Y);
  g_object_set (fixture->lane, "session", other, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->lane));
  g_assert_cmpint (selected (fixture), ==, -1);
  g_object_set (fixture->lane, "session", fixture->session, NULL);
  g_assert_cmpint (selected (fixture), ==, -1);
}

#define ADD(name, func) g_test_add ("/hit-lane/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("clicks", test_clicks);
  ADD ("under-name", test_under_name);
  ADD ("tools", test_tools);
  ADD ("keys", test_keys);
  ADD ("menu", test_menu);
  ADD ("session", test_session);
  return g_test_run ();
}
