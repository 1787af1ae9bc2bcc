/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-file-chooser.h"

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

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/file-chooser/one", Fixture, NULL, set_up, test_one, tear_down);
  g_test_add ("/file-chooser/dismiss", Fixture, NULL, set_up, test_dismiss, tear_down);
  g_test_add ("/file-chooser/filters", Fixture, NULL, set_up, test_filters, tear_down);
  return g_test_run ();
}
