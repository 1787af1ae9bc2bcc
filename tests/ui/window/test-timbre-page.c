/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-timbre-page.h"

#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres-file.h"
#include "core/timbre/ct-known-timbres.h"
#include "tests/support/test-folder.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-model.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/window/ct-settings.h"

typedef struct
{
  char *folder;
  CtTimbreBook *book;
  GSettings *settings;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

/* A file that knows Anna, and Ben by another encoder. */
static char *
write_file (const char *folder)
{
  char *path = g_build_filename (folder, "known", NULL);
  g_autoptr (CtKnownTimbres) known = NULL;
  const float embedding[CT_EMBEDDING_SIZE] = { 1 };
  const CtNote note = { .midi = 60 };

  g_assert_cmpint (ct_known_timbres_new (&known), ==, CT_STATUS_OK);
  for (guint i = 0; i < 2; i++)
    {
      CtTimbreLesson lesson = { .name = i ? "Ben" : "Anna",
                                .rgb = 0xe69f00,
                                .program = 71,
                                .encoder = ct_model_get_encoder () + i,
                                .song = 1 };

      g_assert_cmpint (ct_known_timbres_learn (known, &lesson, embedding, &note, 1, 0), ==, CT_STATUS_OK);
    }
  g_assert_cmpint (ct_known_timbres_save (known, path), ==, CT_STATUS_OK);
  return path;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL);
  path = write_file (fixture->folder);
  fixture->book = ct_timbre_book_new ();
  g_assert_true (ct_timbre_book_open (fixture->book, path, NULL));
  fixture->settings = ct_settings_new ();
  fixture->page = GTK_WIDGET (ct_timbre_page_new (fixture->book, fixture->settings));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->book);
  g_object_unref (fixture->settings);
  test_folder_remove (fixture->folder);
  g_free (fixture->folder);
}

static AdwEntryRow *
row_at (Fixture *fixture, guint place)
{
  return ADW_ENTRY_ROW (widget_find (fixture->page, ADW_TYPE_ENTRY_ROW, place));
}

static const char *
known_at (Fixture *fixture, guint place)
{
  return ct_known_timbres_get (ct_timbre_book_get_known (fixture->book), place)->name;
}

/* The question that is shown, answered; there must be one. */
static void
answer (const char *response)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG (item->data))
      {
        adw_message_dialog_response (item->data, response);
        ui_test_settle ();
        return;
      }
  g_assert_not_reached ();
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row_at (fixture, 0))), ==, "Anna");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row_at (fixture, 0))), ==, "Clarinet, 1 song");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row_at (fixture, 1))), ==, "Ben");
  g_assert_nonnull (strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row_at (fixture, 1))), "asleep"));
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (GTK_EDITABLE (row_at (fixture, 0)), "Ann");
  g_signal_emit_by_name (row_at (fixture, 0), "apply");
  ui_test_settle ();
  g_assert_cmpstr (known_at (fixture, 0), ==, "Ann");

  /* a name that is taken comes back */
  gtk_editable_set_text (GTK_EDITABLE (row_at (fixture, 0)), "Ben");
  g_signal_emit_by_name (row_at (fixture, 0), "apply");
  answer ("close");
  g_assert_cmpstr (known_at (fixture, 0), ==, "Ann");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row_at (fixture, 0))), ==, "Ann");
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_activate_action (fixture->page, "timbres.forget", "u", 0));
  answer ("cancel");
  g_assert_cmpstr (known_at (fixture, 0), ==, "Anna");
  g_assert_true (gtk_widget_activate_action (fixture->page, "timbres.forget", "u", 0));
  answer ("do");
  g_assert_cmpstr (known_at (fixture, 0), ==, "Ben");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row_at (fixture, 0))), ==, "Ben");
  g_assert_true (gtk_widget_activate_action (fixture->page, "timbres.forget-all", NULL));
  answer ("do");
  g_assert_cmpuint (ct_known_timbres_n (ct_timbre_book_get_known (fixture->book)), ==, 0);
}

static void
test_merge (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_activate_action (fixture->page, "timbres.merge", "(uu)", 1, 0));
  answer ("do");
  g_assert_cmpuint (ct_known_timbres_n (ct_timbre_book_get_known (fixture->book)), ==, 1);
  g_assert_cmpstr (known_at (fixture, 0), ==, "Ben");
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  GtkSwitch *button = GTK_SWITCH (widget_find (fixture->page, GTK_TYPE_SWITCH, 0));

  g_assert_true (gtk_switch_get_active (button));
  gtk_switch_set_active (button, FALSE);
  g_assert_false (g_settings_get_boolean (fixture->settings, "remember-timbres"));
  g_settings_reset (fixture->settings, "remember-timbres");
  g_assert_true (gtk_switch_get_active (button));
}

#define ADD(name, func) g_test_add ("/timbre-page/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("list", test_list);
  ADD ("rename", test_rename);
  ADD ("forget", test_forget);
  ADD ("merge", test_merge);
  ADD ("switch", test_switch);
  return g_test_run ();
}
