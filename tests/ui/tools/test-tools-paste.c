/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clipboard, and the grid that what comes from it snaps to. */
#include <gtk/gtk.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/tools-fixture.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-tools.h"

static gboolean
gave_up (gpointer data)
{
  g_assert_not_reached ();
  return G_SOURCE_REMOVE;
}

static void
wait_for_notes (ToolsFixture *fixture, gsize n)
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
  tools_fixture_iterate ();
}

static void
test_clipboard (ToolsFixture *fixture, gconstpointer data)
{
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 2, 2);
  tools_fixture_act (fixture, "notes.cut");
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 18);
  tools_fixture_act (fixture, "notes.paste-in-place");
  wait_for_notes (fixture, 20);
  g_assert_cmpuint (ct_selection_get_n (ct_session_get_selection (fixture->session)), ==, 2);
  ct_session_set_playhead_s (fixture->session, 7);
  tools_fixture_act (fixture, "notes.copy");
  tools_fixture_act (fixture, "notes.paste");
  wait_for_notes (fixture, 22);
  g_assert_cmpfloat (
      ct_document_get_note (fixture->document, ct_document_get_score (fixture->document)->next_note_id - 2)->onset_s,
      ==, 7);
  tools_fixture_assert_undo (fixture, 3);
  /* a session that is gone when the text arrives gets nothing */
  tools_fixture_act (fixture, "notes.paste");
  ct_tools_set_session (fixture->tools, NULL);
  read_clipboard ();
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, 22);
}

/* Sixteenth notes of a quarter of a second from 0.1 s on. */
static void
snap_to_sixteenths (ToolsFixture *fixture)
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
test_snap (ToolsFixture *fixture, gconstpointer data)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);

  snap_to_sixteenths (fixture);
  /* a drag brings the edge that is held to a line, a drag straight up leaves it where it is */
  tools_fixture_drag (fixture, 1.25, 61, 0.3, 0);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 1)->onset_s, 1.35, TOOLS_FIXTURE_NEAR_S);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 1)->offset_s, 1.85, TOOLS_FIXTURE_NEAR_S);
  tools_fixture_drag (fixture, 2.25, 62, 0, 2);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 2)->onset_s, 2, TOOLS_FIXTURE_NEAR_S);
  /* what is pasted begins at one */
  ct_selection_set (ct_session_get_selection (fixture->session), fixture->ids + 4, 2);
  tools_fixture_act (fixture, "notes.copy");
  ct_session_set_playhead_s (fixture->session, 7.2);
  tools_fixture_act (fixture, "notes.paste");
  wait_for_notes (fixture, 22);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (fixture->document, score->next_note_id - 2)->onset_s, 7.1,
                                  TOOLS_FIXTURE_NEAR_S);
  g_assert_cmpfloat_with_epsilon (ct_document_get_note (fixture->document, score->next_note_id - 1)->offset_s, 8.6,
                                  TOOLS_FIXTURE_NEAR_S);
  /* a note is split at one, if one lies in it */
  ct_session_set_tool (fixture->session, CT_TOOL_SPLIT);
  tools_fixture_click (fixture, 3.2, 63);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 3)->offset_s, 3.1, TOOLS_FIXTURE_NEAR_S);
  tools_fixture_click (fixture, 3.04, 63);
  g_assert_cmpfloat_with_epsilon (tools_fixture_note (fixture, 3)->offset_s, 3.04, 1e-3);
  tools_fixture_assert_undo (fixture, 6);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func)                                                                                                \
  g_test_add ("/tools-paste/" path, ToolsFixture, NULL, tools_fixture_set_up, func, tools_fixture_tear_down)
  ADD ("clipboard", test_clipboard);
  ADD ("snap", test_snap);
  return g_test_run ();
}
