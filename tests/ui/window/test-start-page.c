/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-start-page.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "tests/support/ui-test.h"
#include "ui/window/ct-recent.h"

static void
remember (CtStartPage *page, GFile *file, GFile **opened)
{
  g_set_object (opened, file);
}

static void
test_recent (void)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  g_autofree char *folder = g_dir_make_tmp ("ct-start-page-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a <b> & song.flac", NULL);
  g_autofree char *stem_path = g_build_filename (folder, "stem.flac", NULL);
  g_autofree char *stem_uri = g_filename_to_uri (stem_path, NULL, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), gone = g_file_new_build_filename (folder, "gone.flac", NULL);
  g_autoptr (GFile) opened = NULL;
  GtkWidget *window = gtk_window_new ();
  CtStartPage *page = g_object_new (CT_TYPE_START_PAGE, NULL);

  g_assert_null (ct_start_page_get_recent (page, 0));
  g_signal_connect (page, "open", G_CALLBACK (remember), &opened);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));

  /* what is gone is not offered, nor what was exported, which a file chooser remembers */
  g_assert_true (g_file_set_contents (path, "sound", -1, NULL));
  g_assert_true (g_file_set_contents (stem_path, "sound", -1, NULL));
  ct_recent_add (gone);
  g_assert_true (gtk_recent_manager_add_item (manager, stem_uri));
  ui_test_wait_for (gtk_recent_manager_has_item (manager, stem_uri));
  ct_recent_add (file);
  ui_test_wait_for (ct_start_page_get_recent (page, 0));
  g_assert_true (g_file_equal (ct_start_page_get_recent (page, 0), file));
  g_assert_null (ct_start_page_get_recent (page, 1));

  g_signal_emit_by_name (page, "open", ct_start_page_get_recent (page, 0));
  g_assert_true (g_file_equal (opened, file));

  g_object_ref (page);
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_finalize_object (page);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_remove (stem_path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/start-page/recent", test_recent);
  return g_test_run ();
}
