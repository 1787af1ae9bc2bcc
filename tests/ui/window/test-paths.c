/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-paths.h"

#include <glib/gstdio.h>

#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"

static char *
folder_of (CtDocument *document)
{
  g_autoptr (GFile) folder = ct_paths_find_work_folder (document);

  return g_file_get_path (folder);
}

static char *
folder_beside (CtDocument *document, const char *path)
{
  g_autoptr (CtRecording) recording = ct_recording_new (path, 1, 8000, 1);

  ct_document_set_recording (document, recording);
  return folder_of (document);
}

/* Work belongs beside the project, or the song, but not into the folder of the program. */
static void
test_work_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-paths-XXXXXX", NULL);
  g_autofree char *song = g_build_filename (folder, "song.flac", NULL);
  g_autofree char *demo = ct_paths_dup_data_file ("demo.flac");
  g_autofree char *data_folder = g_path_get_dirname (demo);
  g_autoptr (GFile) project = g_file_new_build_filename (folder, "a.coloratura", NULL);
  CtDocument *document = ct_document_new ();
  g_autofree char *beside_song = folder_beside (document, song);
  g_autofree char *beside_demo = folder_beside (document, demo);
  g_autofree char *beside_nothing = folder_beside (document, "/nowhere/song.flac");
  g_autoptr (GFile) gone = g_file_new_for_path ("/nowhere/a.coloratura");
  g_autofree char *beside_project = NULL, *beside_gone = NULL;

  g_assert_cmpstr (beside_song, ==, folder);
  g_assert_cmpstr (beside_demo, !=, data_folder);
  g_assert_cmpstr (beside_demo, ==, beside_nothing);
  g_assert_true (g_file_test (beside_nothing, G_FILE_TEST_IS_DIR));
  ct_document_set_file (document, project);
  beside_project = folder_of (document);
  g_assert_cmpstr (beside_project, ==, folder);
  /* its folder was renamed, say */
  ct_document_set_file (document, gone);
  beside_gone = folder_of (document);
  g_assert_cmpstr (beside_gone, ==, beside_nothing);
  g_assert_finalize_object (document);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/paths/work-folder", test_work_folder);
  return g_test_run ();
}
