/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-tool-bar.h"

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-tools.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWidget *window, *bar;
  CtCanvas *canvas;
  CtTools *tools;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  fixture->window = gtk_window_new ();
  fixture->bar = ct_tool_bar_new ();
  fixture->canvas = CT_CANVAS (ct_canvas_new ());
  gtk_box_append (GTK_BOX (box), fixture->bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->canvas));
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 400);
  fixture->tools = ct_tools_new (ct_canvas_get_stage (fixture->canvas), ct_canvas_get_note_layer (fixture->canvas));
  gtk_widget_insert_action_group (fixture->window, "notes", ct_tools_get_actions (fixture->tools));
  g_object_set (fixture->canvas, "session", fixture->session, NULL);
  g_object_set (fixture->bar, "session", fixture->session, NULL);
  ct_tools_set_session (fixture->tools, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_widget_grab_focus (ct_canvas_get_stage (fixture->canvas));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->tools);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static GtkToggleButton *
tool (Fixture *fixture, CtTool tool)
{
  return GTK_TOGGLE_BUTTON (widget_find (fixture->bar, GTK_TYPE_TOGGLE_BUTTON, tool));
}

/* One button is pressed, that of the tool that is held, however it was taken up. */
static void
test_tools (Fixture *fixture, gconstpointer data)
{
  for (CtTool held = CT_TOOL_SPLIT; held > CT_TOOL_SELECT; held--)
    {
      if (held == CT_TOOL_ERASE)
        ct_session_set_tool (fixture->session, held);
      else
        g_signal_emit_by_name (tool (fixture, held), "clicked");
      g_assert_cmpint (ct_session_get_tool (fixture->session), ==, held);
      for (CtTool i = CT_TOOL_SELECT; i <= CT_TOOL_SPLIT; i++)
        g_assert_cmpint (gtk_toggle_button_get_active (tool (fixture, i)), ==, i == held);
      g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (tool (fixture, held))));
    }
}

/* Select shows what a drag selects, and goes on to the next when it is pressed again. */
static void
test_modes (Fixture *fixture, gconstpointer data)
{
  GtkImage *icon = GTK_IMAGE (widget_find (GTK_WIDGET (tool (fixture, CT_TOOL_SELECT)), GTK_TYPE_IMAGE, 0));
  g_autofree char *before = g_strdup (gtk_image_get_icon_name (icon));

  for (CtSelectMode mode = CT_SELECT_COLUMN; mode <= CT_SELECT_ROW; mode++)
    {
      g_signal_emit_by_name (tool (fixture, CT_TOOL_SELECT), "clicked");
      g_assert_cmpint (ct_session_get_select_mode (fixture->session), ==, mode);
      g_assert_cmpstr (gtk_image_get_icon_name (icon), !=, before);
      g_assert_true (gtk_toggle_button_get_active (tool (fixture, CT_TOOL_SELECT)));
    }
  g_signal_emit_by_name (tool (fixture, CT_TOOL_SELECT), "clicked");
  g_assert_cmpstr (gtk_image_get_icon_name (icon), ==, before);
}

static double
visible_s (Fixture *fixture)
{
  const CtView *view = ct_session_get_view (fixture->session);

  return view->end_s - view->start_s;
}

/* They zoom about the playhead where it is visible, and about the middle where it is not. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  GtkWidget *zoom = widget_find (fixture->bar, ADW_TYPE_SQUEEZER, 2);
  double before_s = visible_s (fixture), at;
  CtView view = *ct_session_get_view (fixture->session);

  ct_session_set_playhead_s (fixture->session, 1);
  at = (1 - view.start_s) / (view.end_s - view.start_s);
  g_signal_emit_by_name (widget_find (zoom, GTK_TYPE_BUTTON, 1), "clicked");
  view = *ct_session_get_view (fixture->session);
  g_assert_cmpfloat (visible_s (fixture), <, before_s);
  g_assert_cmpfloat_with_epsilon ((1 - view.start_s) / (view.end_s - view.start_s), at, 1e-6);
  g_signal_emit_by_name (widget_find (zoom, GTK_TYPE_BUTTON, 0), "clicked");
  g_assert_cmpfloat_with_epsilon (visible_s (fixture), before_s, 1e-6);
  g_signal_emit_by_name (widget_find (zoom, GTK_TYPE_BUTTON, 1), "clicked");
  g_signal_emit_by_name (widget_find (zoom, GTK_TYPE_BUTTON, 2), "clicked");
  g_assert_cmpfloat_with_epsilon (visible_s (fixture), before_s, 1e-6);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (fixture->bar, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_str_equal (gtk_label_get_text (labels->pdata[i]), text))
      return gtk_widget_get_mapped (labels->pdata[i]);
  return FALSE;
}

/* It says how many uncertain notes are left, and what to do with the one that is selected. */
static void
test_uncertain (Fixture *fixture, gconstpointer data)
{
  ui_test_settle ();
  g_assert_true (shows (fixture, "2 uncertain"));
  g_assert_false (shows (fixture, "Enter accepts, Delete dismisses"));
  gtk_widget_activate_action (fixture->window, "notes.next-uncertain", NULL);
  ui_test_settle ();
  g_assert_true (shows (fixture, "Enter accepts, Delete dismisses"));
  gtk_widget_activate_action (fixture->window, "notes.delete", NULL);
  ui_test_settle ();
  g_assert_true (shows (fixture, "1 uncertain"));
  gtk_widget_activate_action (fixture->window, "notes.accept-uncertain", NULL);
  ui_test_settle ();
  g_assert_false (shows (fixture, "1 uncertain"));
  g_assert_false (shows (fixture, "Enter accepts, Delete dismisses"));
}

/* The pointer shows the tool that is held, with and without a note under it. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  GtkWidget *stage = ct_canvas_get_stage (fixture->canvas);

  for (CtTool held = CT_TOOL_DRAW; held <= CT_TOOL_SPLIT; held++)
    {
      ct_session_set_tool (fixture->session, held);
      g_assert_nonnull (gtk_widget_get_cursor (stage));
      g_assert_nonnull (gdk_cursor_get_texture (gtk_widget_get_cursor (stage)));
    }
  ct_session_set_tool (fixture->session, CT_TOOL_SELECT);
  g_assert_null (gtk_widget_get_cursor (stage));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/tool-bar/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("tools", test_tools);
  ADD ("modes", test_modes);
  ADD ("zoom", test_zoom);
  ADD ("uncertain", test_uncertain);
  ADD ("cursor", test_cursor);
  return g_test_run ();
}
