/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-workspace.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-session.h"

typedef struct
{
  char *folder, *midi, *text;
  GFile *midi_file, *text_file;
  CtWorkspace *workspace;
  guint n_opened, n_failed, n_changed;
} Fixture;

static void
count_opened (CtWorkspace *workspace, GFile *file, Fixture *fixture)
{
  g_assert_true (ct_workspace_get_ready (workspace));
  g_assert_true (g_file_equal (file, fixture->midi_file));
  fixture->n_opened++;
}

static void
count_failed (CtWorkspace *workspace, const char *message, Fixture *fixture)
{
  g_assert_nonnull (strstr (message, "song.flac"));
  fixture->n_failed++;
}

static void
count_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char midi[] = "MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x0c\0\x90\x3c\x40\x60\x80\x3c\x40\0\xff\x2f\0";

  fixture->folder = g_dir_make_tmp ("ct-workspace-XXXXXX", NULL);
  fixture->midi = g_build_filename (fixture->folder, "Quartet.mid", NULL);
  fixture->text = g_build_filename (fixture->folder, "song.flac", NULL);
  g_assert_true (g_file_set_contents (fixture->midi, midi, sizeof midi - 1, NULL));
  g_assert_true (g_file_set_contents (fixture->text, "this is no sound", -1, NULL));
  fixture->midi_file = g_file_new_for_path (fixture->midi);
  fixture->text_file = g_file_new_for_path (fixture->text);
  fixture->workspace = ct_workspace_new ();
  g_signal_connect (fixture->workspace, "opened", G_CALLBACK (count_opened), fixture);
  g_signal_connect (fixture->workspace, "failed", G_CALLBACK (count_failed), fixture);
  g_signal_connect_swapped (fixture->workspace, "changed", G_CALLBACK (count_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_workspace_set_session (fixture->workspace, NULL);
  ui_test_wait_for (G_OBJECT (fixture->workspace)->ref_count == 1); /* an opening may still have it */
  g_assert_finalize_object (fixture->workspace);
  g_object_unref (fixture->midi_file);
  g_object_unref (fixture->text_file);
  g_remove (fixture->midi);
  g_remove (fixture->text);
  g_rmdir (fixture->folder);
  g_free (fixture->midi);
  g_free (fixture->text);
  g_free (fixture->folder);
}

static CtSession *
show_notes (Fixture *fixture)
{
  g_autoptr (CtDocument) document = note_document_new (10);
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_workspace_set_session (fixture->workspace, session);
  return session;
}

static void
edit (CtDocument *document)
{
  ct_document_begin (document, "Delete Note");
  ct_document_delete_note (document, note_document_id (document, 0));
  ct_document_commit (document);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  CtWorkspace *workspace = fixture->workspace;

  g_assert_false (ct_workspace_get_ready (workspace));
  ct_workspace_open (workspace, fixture->midi_file, fixture->midi);
  g_assert_true (ct_workspace_get_opening (workspace) == fixture->midi_file);
  g_assert_true (ct_workspace_shows (workspace, fixture->midi_file));
  g_assert_false (ct_workspace_shows (workspace, fixture->text_file));
  ui_test_wait_for (fixture->n_opened);
  g_assert_null (ct_workspace_get_opening (workspace));
  g_assert_cmpuint (ct_document_get_score (ct_workspace_get_document (workspace))->n_notes, ==, 1);
  g_assert_nonnull (ct_workspace_get_analyser (workspace));
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* A file that links lead to is the file. */
static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (GFile) linked = g_file_new_for_path (link);
  CtDocument *document = ct_session_get_document (show_notes (fixture));
  g_autoptr (CtRecording) recording = ct_recording_new (fixture->text, 1, 44100, 1);

  g_assert_cmpint (symlink ("Quartet.mid", link), ==, 0);
  ct_document_set_file (document, fixture->midi_file);
  g_assert_true (ct_workspace_shows (fixture->workspace, linked));
  g_assert_false (ct_workspace_shows (fixture->workspace, fixture->text_file));
  ct_document_set_file (document, NULL);
  ct_document_set_recording (document, recording);
  g_assert_true (ct_workspace_shows (fixture->workspace, fixture->text_file));
  g_assert_false (ct_workspace_shows (fixture->workspace, linked));
  ct_document_set_file (document, linked);
  ct_workspace_open (fixture->workspace, fixture->midi_file, fixture->midi);
  g_assert_true (ct_workspace_shows (fixture->workspace, linked));
  ui_test_wait_for (fixture->n_opened);
  g_assert_cmpint (g_remove (link), ==, 0);
}

/* An unreadable recording fails, and leads back to the start page. */
static void
test_fail (Fixture *fixture, gconstpointer data)
{
  ct_workspace_open (fixture->workspace, fixture->text_file, fixture->text);
  g_assert_nonnull (ct_workspace_get_session (fixture->workspace));
  g_assert_false (ct_workspace_get_ready (fixture->workspace));
  ui_test_wait_for (fixture->n_failed);
  g_assert_null (ct_workspace_get_session (fixture->workspace));
  g_assert_null (ct_workspace_get_opening (fixture->workspace));
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

/* An opening that another document replaces ends without a signal. */
static void
test_replaced_while_opening (Fixture *fixture, gconstpointer data)
{
  CtSession *session;

  ct_workspace_open (fixture->workspace, fixture->midi_file, fixture->midi);
  session = show_notes (fixture);
  g_assert_null (ct_workspace_get_opening (fixture->workspace));
  ui_test_wait_for (G_OBJECT (fixture->workspace)->ref_count == 1);
  g_assert_true (ct_workspace_get_session (fixture->workspace) == session);
  g_assert_cmpuint (fixture->n_opened, ==, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);

  ct_workspace_open (fixture->workspace, fixture->text_file, fixture->text);
  session = show_notes (fixture);
  ui_test_wait_for (G_OBJECT (fixture->workspace)->ref_count == 1);
  g_assert_true (ct_workspace_get_session (fixture->workspace) == session);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* The same file opened once more is not ended by the first attempt, which was cancelled. */
static void
test_reopened (Fixture *fixture, gconstpointer data)
{
  ct_workspace_open (fixture->workspace, fixture->text_file, fixture->text);
  show_notes (fixture);
  ct_workspace_open (fixture->workspace, fixture->text_file, fixture->text);
  ui_test_wait_for (G_OBJECT (fixture->workspace)->ref_count == 1);
  g_assert_cmpuint (fixture->n_failed, ==, 1);

  ct_workspace_open (fixture->workspace, fixture->midi_file, fixture->midi);
  show_notes (fixture);
  ct_workspace_open (fixture->workspace, fixture->midi_file, fixture->midi);
  ui_test_wait_for (G_OBJECT (fixture->workspace)->ref_count == 1);
  g_assert_cmpuint (fixture->n_opened, ==, 1);
  g_assert_cmpuint (ct_document_get_score (ct_workspace_get_document (fixture->workspace))->n_notes, ==, 1);
}

/* Changes of the previous document are no longer signalled, and what ran for it is cancelled. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  CtSession *session = show_notes (fixture);
  g_autoptr (CtDocument) before = g_object_ref (ct_session_get_document (session));
  g_autoptr (GCancellable) cancellable = g_object_ref (ct_workspace_get_cancellable (fixture->workspace));

  fixture->n_changed = 0;
  edit (before);
  g_assert_cmpuint (fixture->n_changed, >, 0);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  show_notes (fixture);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_false (g_cancellable_is_cancelled (ct_workspace_get_cancellable (fixture->workspace)));
  fixture->n_changed = 0;
  ct_document_undo (before);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  edit (ct_workspace_get_document (fixture->workspace));
  g_assert_cmpuint (fixture->n_changed, >, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/workspace/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/workspace/links", Fixture, NULL, set_up, test_links, tear_down);
  g_test_add ("/workspace/fail", Fixture, NULL, set_up, test_fail, tear_down);
  g_test_add ("/workspace/replaced-while-opening", Fixture, NULL, set_up, test_replaced_while_opening, tear_down);
  g_test_add ("/workspace/reopened", Fixture, NULL, set_up, test_reopened, tear_down);
  g_test_add ("/workspace/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  return g_test_run ();
}
