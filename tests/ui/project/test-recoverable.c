/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave-folder.h"
#include "ui/project/ct-autosave.h"
#include "ui/project/ct-project.h"

/* Leaves the backup of a document as a crash does. */
static void
leave (CtDocument *document, const char *title, gint64 saved_s, const char *original)
{
  CtAutosaveFolder *folder = ct_autosave_folder_new ();
  g_autoptr (CtProject) project = ct_project_copy_document (document, NULL);
  g_autoptr (GError) error = NULL;

  g_free (project->title);
  project->title = g_strdup (title);
  project->saved_us = saved_s * G_USEC_PER_SEC;
  project->original = g_strdup (original);
  g_assert_nonnull (folder);
  g_assert_true (ct_autosave_folder_write (folder, project, 1, &error));
  g_assert_no_error (error);
  ct_autosave_folder_unref (folder);
}

static GPtrArray *
list (GCancellable *cancellable, GError **error)
{
  GAsyncResult *result = NULL;
  GPtrArray *found;

  ct_autosave_list_async (cancellable, project_document_keep_result, &result);
  found = ct_autosave_list_finish (project_document_wait (&result), error);
  g_object_unref (result);
  return found;
}

static void
discard_all (GPtrArray *found)
{
  g_autoptr (GPtrArray) none = NULL;

  for (guint i = 0; i < found->len; i++)
    ct_recoverable_discard (found->pdata[i]);
  none = list (NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Newest first, with what the user is shown of each. */
static void
test_list (void)
{
  CtDocument *document = project_document_new (50);
  g_autoptr (GPtrArray) found = NULL, locked = NULL;
  static const char *const titles[] = { "newest", "older", "Untitled" };

  leave (document, "older", 2000, "/music/song.clr");
  leave (document, "newest", 3000, NULL);
  leave (document, NULL, 1000, NULL);
  found = list (NULL, NULL);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GDateTime) time = ct_recoverable_dup_time (found->pdata[i]);
      g_autoptr (GFile) original = ct_recoverable_dup_original (found->pdata[i]);

      g_assert_cmpstr (ct_recoverable_get_title (found->pdata[i]), ==, titles[i]);
      g_assert_cmpint (g_date_time_to_unix (time), ==, 3000 - 1000 * (gint64) i);
      g_assert_cmpint (original != NULL, ==, i == 1);
      if (original)
        g_assert_cmpstr (g_file_peek_path (original), ==, "/music/song.clr");
    }
  /* as long as they are listed here, nobody else lists them */
  locked = list (NULL, NULL);
  g_assert_cmpuint (locked->len, ==, 0);
  discard_all (found);
  g_assert_finalize_object (document);
}

/* Listed and let go, they are there the next time. */
static void
test_left (void)
{
  CtDocument *document = project_document_new (50);
  g_autoptr (GPtrArray) again = NULL;

  leave (document, "song", 1000, NULL);
  g_ptr_array_unref (list (NULL, NULL));
  again = list (NULL, NULL);
  g_assert_cmpuint (again->len, ==, 1);
  discard_all (again);
  g_assert_finalize_object (document);
}

static void
test_cancelled (void)
{
  CtDocument *document = project_document_new (50);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) found = NULL;
  GError *error = NULL;

  leave (document, "song", 1000, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_null (list (cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* and it holds no lock */
  found = list (NULL, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  discard_all (found);
  g_assert_finalize_object (document);
}

/* Two windows cannot have one file: what was recovered gets its original back only where it is free. */
static void
test_original (void)
{
  g_autofree char *folder = project_document_new_folder ();
  g_autofree char *path = g_build_filename (folder, "song.clr", NULL);
  g_autoptr (GFile) original = g_file_new_for_path (path);
  g_autoptr (GPtrArray) found = NULL;
  CtDocument *document = project_document_new (50), *first = ct_document_new (), *second = ct_document_new ();

  leave (document, "song", 2000, path);
  leave (document, "song", 1000, path);
  found = list (NULL, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_nonnull (ct_recoverable_recover (found->pdata[0], first));
  g_assert_nonnull (ct_recoverable_recover (found->pdata[1], second));
  g_assert_true (ct_document_get_modified (first));
  g_assert_true (ct_document_get_modified (second));
  g_assert_cmpuint (ct_document_get_score (first)->n_notes, ==, ct_document_get_score (document)->n_notes);
  g_assert_true (g_file_equal (ct_document_get_file (first), original));
  g_assert_null (ct_document_get_file (second));
  g_assert_cmpstr (ct_document_get_title (second), !=, NULL);
  discard_all (found);
  g_assert_finalize_object (first);
  g_assert_finalize_object (second);
  g_assert_finalize_object (document);
  project_document_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/recoverable/list", test_list);
  g_test_add_func ("/recoverable/left", test_left);
  g_test_add_func ("/recoverable/cancelled", test_cancelled);
  g_test_add_func ("/recoverable/original", test_original);
  return g_test_run ();
}
