/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-recording-locator.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-notice.h"

/* A window whose document was made from a recording, which was of 10 bytes. */
typedef struct
{
  char *folder, *path;
  GtkWindow *window;
  CtNotice *notice;
  CtDocument *document;
  CtWorkspace *workspace;
  CtFileChooser *chooser;
  CtRecordingLocator *locator;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const guint8 hash[32] = { 1 };
  g_autoptr (CtRecording) named = NULL, recording = NULL;
  g_autoptr (CtSession) session = NULL;

  fixture->folder = g_dir_make_tmp ("ct-locator-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "song.wav", NULL);
  fixture->document = note_document_new (10);
  named = ct_recording_new (fixture->path, 5, 44100, 1);
  recording = ct_recording_with_hash (named, hash);
  recording->n_bytes = 10;
  ct_document_set_recording (fixture->document, recording);
  session = ct_session_new (fixture->document);
  fixture->window = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  fixture->notice = g_object_new (CT_TYPE_NOTICE, NULL);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->notice));
  gtk_window_present (fixture->window);
  fixture->workspace = ct_workspace_new ();
  fixture->chooser = ct_file_chooser_new (fixture->window);
  fixture->locator = ct_recording_locator_new (fixture->notice, fixture->workspace, fixture->chooser);
  ct_workspace_set_session (fixture->workspace, session);
  ct_document_mark_saved (fixture->document);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_workspace_set_session (fixture->workspace, NULL);
  ui_test_wait_for (G_OBJECT (fixture->locator)->ref_count == 1); /* a search may still have it */
  g_assert_finalize_object (fixture->locator);
  g_assert_finalize_object (fixture->chooser);
  g_assert_finalize_object (fixture->workspace);
  gtk_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->window);
  g_object_unref (fixture->document);
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
is_shown (Fixture *fixture)
{
  return gtk_widget_get_visible (GTK_WIDGET (fixture->notice));
}

static gboolean
says (Fixture *fixture, const char *part)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (GTK_WIDGET (fixture->notice), GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (labels->pdata[i]), part))
      return TRUE;
  return FALSE;
}

/* What is not found is asked for, as long as its document is shown. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtDocument) other = note_document_new (10);
  g_autoptr (CtSession) session = ct_session_new (other);

  ct_recording_locator_find (fixture->locator);
  ui_test_wait_for (is_shown (fixture));
  g_assert_true (says (fixture, "“song.wav” was not found"));
  g_assert_null (ct_document_get_recording (fixture->document)->path);
  ct_workspace_set_session (fixture->workspace, session);
  g_assert_false (is_shown (fixture));
  ct_recording_locator_find (fixture->locator); /* it has none */
  ui_test_settle ();
  g_assert_false (is_shown (fixture));
}

/* A search for a document that was closed meanwhile shows nothing. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  ct_recording_locator_find (fixture->locator);
  ct_workspace_set_session (fixture->workspace, NULL);
  ui_test_wait_for (G_OBJECT (fixture->locator)->ref_count == 1);
  ui_test_settle ();
  g_assert_false (is_shown (fixture));
}

/* Another recording in its place is used only if that is confirmed, and then must be one. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "not the same at all", -1, NULL));
  ct_recording_locator_find (fixture->locator);
  ui_test_wait_for (ui_test_find_message (fixture->window));
  g_assert_null (ct_document_get_recording (fixture->document)->path); /* nor is it played meanwhile */
  ui_test_answer (ui_test_find_message (fixture->window), "cancel");
  g_assert_null (ct_document_get_recording (fixture->document)->path);
  g_assert_false (ct_document_get_modified (fixture->document));
  g_assert_true (is_shown (fixture));
  g_assert_true (says (fixture, "without its recording"));

  ct_recording_locator_find (fixture->locator);
  ui_test_wait_for (ui_test_find_message (fixture->window));
  ui_test_answer (ui_test_find_message (fixture->window), "use");
  g_assert_cmpstr (ct_document_get_recording (fixture->document)->path, ==, fixture->path);
  ui_test_wait_for (is_shown (fixture) && says (fixture, "not a readable audio file"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/recording-locator/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/recording-locator/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/recording-locator/changed", Fixture, NULL, set_up, test_changed, tear_down);
  return g_test_run ();
}
