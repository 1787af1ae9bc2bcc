/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys and menus do. */
#include <gtk/gtk.h>

#include "tests/support/tools-fixture.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-note-select.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

/* A review: each note is heard, accepted or dismissed, and the next one comes by itself. */
static void
test_review (ToolsFixture *fixture, gconstpointer data)
{
  CtSelection *selection = ct_session_get_selection (fixture->session);
  guint n = ct_document_get_score (fixture->document)->n_notes, n_heard;
  guint n_left = ct_note_select_count_uncertain (fixture->session);
  guint64 first, second;

  g_assert_cmpuint (n_left, ==, 2);
  tools_fixture_act (fixture, "notes.next-uncertain");
  first = ct_selection_get_cursor (selection);
  g_assert_true (ct_document_get_note (fixture->document, first)->uncertain);
  n_heard = fixture->n_auditions;
  g_assert_cmpuint (n_heard, >, 0);
  tools_fixture_act (fixture, "notes.accept-uncertain");
  g_assert_false (ct_document_get_note (fixture->document, first)->uncertain);
  second = ct_selection_get_cursor (selection);
  g_assert_true (second != first);
  g_assert_cmpuint (fixture->n_auditions, >, n_heard);
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, n_left - 1);

  tools_fixture_act (fixture, "notes.delete");
  g_assert_null (ct_document_get_note (fixture->document, second));
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, 0);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, n - 1);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_deleted, ==, 1); /* decoded again it stays away */
  tools_fixture_act (fixture, "notes.next-uncertain");                            /* says that none is left */

  /* both can be undone, one by one */
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, n_left);

  /* dismissed before others, the review goes on with those */
  tools_fixture_act (fixture, "notes.select-none");
  ct_selection_set_cursor (selection, 0);
  ct_session_set_view (fixture->session, &(CtView){ 0, 10, 54.5, 84.5 });
  tools_fixture_act (fixture, "notes.next-uncertain");
  tools_fixture_act (fixture, "notes.delete");
  g_assert_cmpuint (ct_selection_get_cursor (selection), ==, second);
  g_assert_true (ct_selection_contains (selection, second));

  /* a note that was selected by hand is accepted alone */
  ct_document_undo (fixture->document);
  ct_selection_set (selection, &first, 1);
  tools_fixture_act (fixture, "notes.accept-uncertain");
  g_assert_true (ct_selection_contains (selection, first));
}

static void
test_actions (ToolsFixture *fixture, gconstpointer data)
{
  /* without a selection these do nothing but pan */
  CtView view = *ct_session_get_view (fixture->session);

  tools_fixture_act (fixture, "notes.nudge-right");
  g_assert_cmpfloat (ct_session_get_view (fixture->session)->start_s, >, view.start_s);
  tools_fixture_act (fixture, "notes.nudge-up");
  g_assert_cmpfloat (ct_session_get_view (fixture->session)->low_midi, >, view.low_midi);
  g_assert_false (g_action_group_get_action_enabled (ct_tools_get_actions (fixture->tools), "delete"));
  g_assert_false (tools_fixture_can_undo (fixture));
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 2, 2);
  g_assert_true (g_action_group_get_action_enabled (ct_tools_get_actions (fixture->tools), "delete"));
  tools_fixture_act (fixture, "notes.nudge-right");
  tools_fixture_act (fixture, "notes.nudge-left");
  tools_fixture_act (fixture, "notes.nudge-right");
  tools_fixture_act (fixture, "notes.octave-up");
  tools_fixture_act (fixture, "notes.nudge-down");
  tools_fixture_act (fixture, "notes.longer");
  tools_fixture_act (fixture, "notes.start-later");
  tools_fixture_act (fixture, "notes.louder");
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track-number", "u", 1);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 2)->onset_s, 2.02, TOOLS_FIXTURE_NEAR_S);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 2)->offset_s, 2.52, TOOLS_FIXTURE_NEAR_S);
  g_assert_cmpint (tools_fixture_note (fixture, 2)->midi, ==, 73);
  g_assert_cmpint (tools_fixture_note (fixture, 3)->velocity, ==, 72);
  g_assert_cmpuint (tools_fixture_note (fixture, 3)->track, ==, tools_fixture_note (fixture, 0)->track);
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track-number", "u", 9);
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track-number", "u", 0);
  gtk_widget_activate_action (fixture->stage, "notes.move-to-track", "u", 777);
  tools_fixture_assert_undo (fixture, 6);
}

static void
test_playhead (ToolsFixture *fixture, gconstpointer data)
{
  ct_session_set_playhead_s (fixture->session, 2.2);
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 1, 3);
  tools_fixture_act (fixture, "notes.split-at-playhead");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 2);
  tools_fixture_act (fixture, "notes.split-at-playhead");
  tools_fixture_act (fixture, "notes.join");
  g_assert_cmpfloat (tools_fixture_note (fixture, 2)->offset_s, ==, 2.5);
  tools_fixture_act (fixture, "notes.draw-at-playhead");
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 21);
  tools_fixture_act (fixture, "notes.duplicate");
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 22);
  tools_fixture_assert_undo (fixture, 4);
}

static void
test_select (ToolsFixture *fixture, gconstpointer data)
{
  CtSession *session = fixture->session;

  tools_fixture_act (fixture, "notes.select-all");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 18);
  tools_fixture_act (fixture, "notes.select-invert");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 0);
  ct_session_set_current_track (session, tools_fixture_note (fixture, 1)->track);
  tools_fixture_act (fixture, "notes.select-track");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 8);
  ct_selection_set (ct_session_get_selection (session), fixture->ids, 1);
  tools_fixture_act (fixture, "notes.select-pitch-range");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 2);
  tools_fixture_act (fixture, "notes.select-none");
  ct_selection_set_cursor (ct_session_get_selection (session), 0);
  /* one after the other, and back; uncertain notes only where they are shown */
  for (guint i = 0; i < 18; i++)
    {
      tools_fixture_act (fixture, "notes.next-anywhere");
      tools_fixture_assert_selected (fixture, 1, i < 9 ? i : i + 1);
      g_assert_cmpuint (ct_session_get_current_track (session), ==,
                        tools_fixture_note (fixture, i < 9 ? i : i + 1)->track);
    }
  tools_fixture_act (fixture, "notes.next-anywhere");
  tools_fixture_assert_selected (fixture, 1, 18);
  /* every other note is on the current track */
  tools_fixture_act (fixture, "notes.extend-previous");
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (session)), ==, 2);
  g_assert_true (ct_selection_contains (ct_session_get_selection (session), fixture->ids[16]));
  tools_fixture_act (fixture, "notes.previous");
  tools_fixture_assert_selected (fixture, 1, 14);
  tools_fixture_act (fixture, "notes.next");
  tools_fixture_assert_selected (fixture, 1, 16);
  /* any, where the current track is not heard beside a soloed one */
  ct_track_edits_set_flag (fixture->document, &tools_fixture_note (fixture, 15)->track, 1, CT_TRACK_SOLO, TRUE);
  tools_fixture_act (fixture, "notes.previous");
  tools_fixture_assert_selected (fixture, 1, 15);
  ct_track_edits_set_flag (fixture->document, &tools_fixture_note (fixture, 15)->track, 1, CT_TRACK_SOLO, FALSE);
  tools_fixture_act (fixture, "notes.next");
  tools_fixture_assert_selected (fixture, 1, 16);
  /* the last one is revealed */
  g_assert_cmpfloat (ct_session_get_view (session)->end_s, >, 16);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, 0);
  tools_fixture_assert_selected (fixture, 1, 16);
  g_assert_false (tools_fixture_can_undo (fixture));
}

static void
test_tool_action (ToolsFixture *fixture, gconstpointer data)
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
test_menu (ToolsFixture *fixture, gconstpointer data)
{
  tools_fixture_act (fixture, "notes.menu");
  tools_fixture_iterate ();
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids, 2);
  tools_fixture_act (fixture, "notes.menu");
  tools_fixture_iterate ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func)                                                                                                \
  g_test_add ("/tools-actions/" path, ToolsFixture, NULL, tools_fixture_set_up, func, tools_fixture_tear_down)
  ADD ("actions", test_actions);
  ADD ("playhead", test_playhead);
  ADD ("select", test_select);
  ADD ("review", test_review);
  ADD ("tool-action", test_tool_action);
  ADD ("menu", test_menu);
  return g_test_run ();
}
