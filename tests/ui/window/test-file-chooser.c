/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-file-chooser.h"

#include <glib/gstdio.h>

#include "tests/support/ui-test.h"

typedef struct
{
  GtkWindow *window;
  CtFileChooser *chooser;
  guint n_answers;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  gtk_window_present (fixture->window);
  fixture->chooser = ct_file_chooser_new (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->chooser);
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_assert_finalize_object (fixture->window);
  g_clear_object (&fixture->file);
}

static void
chosen (GFile *file, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_answers++;
  g_set_object (&fixture->file, file);
}

/* Asks again as soon as it has an answer, as a save does whose name is refused. */
static void
ask_again (GFile *file, gpointer data)
{
  Fixture *fixture = data;

  chosen (file, data);
  g_assert_nonnull (ct_file_chooser_prepare (fixture->chooser, "Again", GTK_FILE_CHOOSER_ACTION_SAVE));
  ct_file_chooser_show (fixture->chooser, chosen, fixture);
}

/* One at a time; each is answered once. */
static void
test_one (Fixture *fixture, gconstpointer data)
{
  GtkFileChooser *dialog = ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN);

  g_assert_nonnull (dialog);
  g_assert_null (ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN));
  ct_file_chooser_show (fixture->chooser, ask_again, fixture);
  g_assert_null (ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN));
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
  g_assert_cmpuint (fixture->n_answers, ==, 1);
  g_assert_null (fixture->file);
  g_assert_null (ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN)); /* the second */
  ct_file_chooser_dismiss (fixture->chooser);
  ui_test_settle ();
  g_assert_cmpuint (fixture->n_answers, ==, 1);
}

/* What the window takes with it has no answer. */
static void
test_dismiss (Fixture *fixture, gconstpointer data)
{
  ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN);
  ct_file_chooser_show (fixture->chooser, chosen, fixture);
  ct_file_chooser_dismiss (fixture->chooser);
  ui_test_settle ();
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  g_assert_nonnull (ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN));
}

/* A pattern is a suffix, a MIME type, or anything. */
static void
test_filters (Fixture *fixture, gconstpointer data)
{
  static const char *const midi[] = { "audio/midi", "mid", NULL };
  GtkFileChooser *dialog = ct_file_chooser_prepare (fixture->chooser, "Open", GTK_FILE_CHOOSER_ACTION_OPEN);
  g_autoptr (GListModel) filters = NULL;
  g_autoptr (GFileInfo) named = g_file_info_new (), typed = g_file_info_new (), other = g_file_info_new ();
  g_autoptr (GtkFilter) first = NULL, second = NULL;

  ct_file_chooser_add_filter (fixture->chooser, "MIDI", midi);
  ct_file_chooser_add_all_files (fixture->chooser);
  filters = gtk_file_chooser_get_filters (dialog);
  g_assert_cmpuint (g_list_model_get_n_items (filters), ==, 2);
  first = g_list_model_get_item (filters, 0);
  second = g_list_model_get_item (filters, 1);
  g_file_info_set_display_name (named, "song.MID");
  g_file_info_set_content_type (named, "application/octet-stream");
  g_file_info_set_display_name (typed, "song");
  g_file_info_set_content_type (typed, "audio/midi");
  g_file_info_set_display_name (other, "mid");
  g_file_info_set_content_type (other, "text/plain");
  g_assert_true (gtk_filter_match (first, named));
  g_assert_true (gtk_filter_match (first, typed));
  g_assert_false (gtk_filter_match (first, other));
  g_assert_true (gtk_filter_match (second, other));
}

/* ---- names that are saved ---- */

static const char *const pages[] = { ".pdf", ".svg", NULL };

/* A dialog that saves pages as one of two kinds, shown in @folder with @name. */
static GtkFileChooser *
show_save (Fixture *fixture, const char *folder, const char *name)
{
  static const char *const pdf[] = { "pdf", NULL }, *const svg[] = { "svg", NULL };
  GtkFileChooser *dialog = ct_file_chooser_prepare (fixture->chooser, "Save", GTK_FILE_CHOOSER_ACTION_SAVE);
  g_autoptr (GFile) place = g_file_new_for_path (folder);

  ct_file_chooser_add_filter (fixture->chooser, "PDF", pdf);
  ct_file_chooser_add_filter (fixture->chooser, "SVG", svg);
  ct_file_chooser_set_suffixes (fixture->chooser, pages);
  gtk_file_chooser_set_current_folder (dialog, place, NULL);
  gtk_file_chooser_set_current_name (dialog, name);
  ct_file_chooser_show (fixture->chooser, chosen, fixture);
  return dialog;
}

static gboolean
has_file (GtkFileChooser *dialog, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), shown = gtk_file_chooser_get_file (dialog);

  return shown && g_file_equal (shown, file);
}

/* Saves @name in @folder, with the filter in place @filter. */
static void
save_as (Fixture *fixture, const char *folder, const char *name, guint filter)
{
  GtkFileChooser *dialog = show_save (fixture, folder, name);
  g_autoptr (GListModel) filters = gtk_file_chooser_get_filters (dialog);
  g_autoptr (GtkFileFilter) kind = g_list_model_get_item (filters, filter);

  gtk_file_chooser_set_filter (dialog, kind);
  ui_test_wait_for (has_file (dialog, folder, name));
  g_clear_object (&fixture->file);
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_ACCEPT);
  ui_test_settle ();
}

static void
assert_saved_as (Fixture *fixture, const char *name)
{
  g_autofree char *base = fixture->file ? g_file_get_basename (fixture->file) : NULL;

  g_assert_cmpstr (base, ==, name);
}

/* A name ends as files of its kind do, whatever was typed, and as the kind that was chosen does. */
static void
test_suffixes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-chooser-XXXXXX", NULL);

  save_as (fixture, folder, "song", 0);
  assert_saved_as (fixture, "song.pdf");
  save_as (fixture, folder, "Op. 1 No. 2", 0);
  assert_saved_as (fixture, "Op. 1 No. 2.pdf");
  save_as (fixture, folder, "song.PDF", 0);
  assert_saved_as (fixture, "song.PDF");
  save_as (fixture, folder, "song.svg", 0);
  assert_saved_as (fixture, "song.svg");
  save_as (fixture, folder, "song.pdf", 1);
  assert_saved_as (fixture, "song.svg");
  save_as (fixture, folder, "song", 1);
  assert_saved_as (fixture, "song.svg");
  save_as (fixture, folder, ".svg", 0); /* all there is of the name */
  assert_saved_as (fixture, ".svg.pdf");
  g_rmdir (folder);
}

/* What the dialog did not ask about, because the name was another, the window does. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-chooser-XXXXXX", NULL),
                  *path = g_build_filename (folder, "song.pdf", NULL);

  g_assert_true (g_file_set_contents (path, "kept", -1, NULL));
  save_as (fixture, folder, "song", 0);
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  g_assert_null (ct_file_chooser_prepare (fixture->chooser, "Again", GTK_FILE_CHOOSER_ACTION_SAVE));
  ui_test_answer (ui_test_find_message (fixture->window), "cancel");
  g_assert_cmpuint (fixture->n_answers, ==, 1);
  assert_saved_as (fixture, NULL);
  save_as (fixture, folder, "song", 0);
  ui_test_answer (ui_test_find_message (fixture->window), "overwrite");
  g_assert_cmpuint (fixture->n_answers, ==, 2);
  assert_saved_as (fixture, "song.pdf");
  g_remove (path);
  g_rmdir (folder);
}

/* A portal grants the name that was chosen there; a file of any other name beside it would be lost. */
static void
test_granted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "doc", "1a2b3c4d", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  save_as (fixture, folder, "song", 0);
  assert_saved_as (fixture, "song");
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/file-chooser/one", Fixture, NULL, set_up, test_one, tear_down);
  g_test_add ("/file-chooser/dismiss", Fixture, NULL, set_up, test_dismiss, tear_down);
  g_test_add ("/file-chooser/filters", Fixture, NULL, set_up, test_filters, tear_down);
  g_test_add ("/file-chooser/suffixes", Fixture, NULL, set_up, test_suffixes, tear_down);
  g_test_add ("/file-chooser/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/file-chooser/granted", Fixture, NULL, set_up, test_granted, tear_down);
  return g_test_run ();
}
