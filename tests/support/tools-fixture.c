/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/tools-fixture.h"

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "tests/support/widget-find.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

static void
heard (CtTools *tools, guint midi, guint velocity, guint track, ToolsFixture *fixture)
{
  g_assert_cmpuint (velocity, >=, 1);
  fixture->n_auditions++;
  fixture->last_midi = midi;
}

void
tools_fixture_iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
tools_fixture_set_up (ToolsFixture *fixture, gconstpointer data)
{
  GtkWidget *canvas = ct_canvas_new ();

  *fixture = (ToolsFixture){ .document = note_document_new (20) };
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
  tools_fixture_iterate ();
}

void
tools_fixture_tear_down (ToolsFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->tools);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  tools_fixture_iterate ();
  g_assert_finalize_object (fixture->session);
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
  g_clear_pointer (&fixture->before, ct_edit_score_free);
}

double
tools_fixture_x (ToolsFixture *fixture, double time_s)
{
  return ct_view_x (ct_session_get_view (fixture->session), gtk_widget_get_width (fixture->stage), time_s);
}

double
tools_fixture_y (ToolsFixture *fixture, double midi)
{
  return ct_view_y (ct_session_get_view (fixture->session), gtk_widget_get_height (fixture->stage), midi);
}

void
tools_fixture_press (ToolsFixture *fixture, double time_s, double midi)
{
  g_signal_emit_by_name (fixture->drag, "drag-begin", tools_fixture_x (fixture, time_s),
                         tools_fixture_y (fixture, midi));
}

void
tools_fixture_pull (ToolsFixture *fixture, const char *signal, double time_s, double midi)
{
  const CtView *view = ct_session_get_view (fixture->session);
  double width = gtk_widget_get_width (fixture->stage), height = gtk_widget_get_height (fixture->stage);

  g_signal_emit_by_name (fixture->drag, signal, time_s * width / (view->end_s - view->start_s),
                         -midi * height / (view->high_midi - view->low_midi));
}

void
tools_fixture_drag (ToolsFixture *fixture, double time_s, double midi, double by_s, double by_midi)
{
  tools_fixture_press (fixture, time_s, midi);
  for (guint i = 1; i <= 4; i++)
    {
      tools_fixture_pull (fixture, "drag-update", by_s * i / 4, by_midi * i / 4);
      tools_fixture_iterate ();
    }
  tools_fixture_pull (fixture, "drag-end", by_s, by_midi);
}

void
tools_fixture_click (ToolsFixture *fixture, double time_s, double midi)
{
  tools_fixture_press (fixture, time_s, midi);
  tools_fixture_pull (fixture, "drag-end", 0, 0);
}

void
tools_fixture_act (ToolsFixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (fixture->stage, name, NULL));
}

const CtEditNote *
tools_fixture_note (ToolsFixture *fixture, guint i)
{
  return ct_document_get_note (fixture->document, fixture->ids[i]);
}

void
tools_fixture_assert_undo (ToolsFixture *fixture, guint n_steps)
{
  timbre_document_assert_undo (fixture->document, g_steal_pointer (&fixture->before), n_steps);
}

gboolean
tools_fixture_can_undo (ToolsFixture *fixture)
{
  return ct_history_get_can_undo (ct_document_get_history (fixture->document));
}

void
tools_fixture_assert_selected (ToolsFixture *fixture, guint n, guint first)
{
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (ct_selection_contains (ct_session_get_selection (fixture->session), fixture->ids[first + i]));
}
