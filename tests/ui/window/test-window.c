/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/note-document.h"
#include "tests/support/test-film.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-toast.h"
#include "ui/window/ct-settings.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"

static GtkApplication *application;

static CtWindow *
open_window (void)
{
  CtWindow *window = ct_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  return window;
}

/* Closes a window without unsaved work, which must be finalized by that. */
static void
close_window (CtWindow *window)
{
  g_object_ref (window);
  gtk_window_close (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_null (gtk_application_get_windows (application));
  g_assert_finalize_object (window);
}

static gboolean
is_enabled (CtWindow *window, const char *action)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
assert_enabled (CtWindow *window, gboolean enabled, const char *const *actions)
{
  for (; *actions; actions++)
    {
      if (is_enabled (window, *actions) != enabled)
        g_test_message ("%s", *actions);
      g_assert_cmpint (is_enabled (window, *actions), ==, enabled);
    }
}

static CtSession *
show_document (CtWindow *window)
{
  g_autoptr (CtDocument) document = note_document_new (10);
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_window_set_session (window, session);
  ui_test_settle ();
  return session;
}

static void
edit (CtSession *session, const char *name)
{
  CtDocument *document = ct_session_get_document (session);

  ct_document_begin (document, name);
  ct_document_delete_note (document, note_document_id (document, 0));
  ct_document_commit (document);
  ui_test_settle ();
}

static const char *const always[] = { "open",  "open-demo",   "guided-first-song", "help",
                                      "close", "import-midi", "fullscreen",        NULL };
static const char *const with_document[] = { "save",       "save-as",         "export-midi",
                                             "export-csv", "export-musicxml", "toggle-sidebar",
                                             NULL };
static const char *const with_steps[] = { "undo", "redo", "cancel-analysis", NULL };

static void
test_start (void)
{
  CtWindow *window = open_window ();

  g_assert_null (ct_window_get_session (window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, g_get_application_name ());
  assert_enabled (window, TRUE, always);
  assert_enabled (window, FALSE, with_document);
  assert_enabled (window, FALSE, with_steps);
  close_window (window);
}

static void
test_document (void)
{
  CtWindow *window = open_window ();
  CtSession *session = show_document (window);
  CtDocument *document = ct_session_get_document (session);

  assert_enabled (window, TRUE, always);
  assert_enabled (window, TRUE, with_document);
  assert_enabled (window, FALSE, with_steps);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, ct_document_get_title (document));

  edit (session, "Delete Note");
  g_assert_true (is_enabled (window, "undo"));
  g_assert_false (is_enabled (window, "redo"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 10);
  g_assert_false (is_enabled (window, "undo"));
  g_assert_true (is_enabled (window, "redo"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.redo", NULL);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 9);

  ct_window_set_session (window, NULL);
  ui_test_settle ();
  assert_enabled (window, FALSE, with_document);
  close_window (window);
}

static void
test_leave (void)
{
  CtWindow *window = open_window ();
  CtSession *session = show_document (window);

  edit (session, "Delete Note");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  ui_test_settle ();
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "cancel");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  g_assert_true (ct_window_get_session (window) == session);

  /* asked a second time, there is still one question only */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  ui_test_settle ();
  g_object_ref (window);
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "discard");
  g_assert_null (ui_test_find_message (NULL));
  g_assert_null (gtk_application_get_windows (application));
  g_assert_finalize_object (window);
}

static void
test_save_and_leave (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "song.coloratura", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = open_window ();
  CtSession *session = show_document (window);
  CtDocument *document = ct_session_get_document (session);

  ct_document_set_file (document, file);
  edit (session, "Delete Note");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close", NULL);
  ui_test_settle ();
  g_object_ref (window);
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "save");
  ui_test_wait_for (!gtk_application_get_windows (application));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_finalize_object (window);

  /* what was saved opens, and only once */
  window = open_window ();
  ct_window_open (window, file);
  ui_test_wait_for (ct_window_get_session (window));
  session = ct_window_get_session (window);
  g_assert_cmpuint (ct_document_get_score (ct_session_get_document (session))->n_notes, ==, 9);
  g_assert_false (ct_document_get_modified (ct_session_get_document (session)));
  ct_window_open (window, file);
  ui_test_settle ();
  g_assert_true (ct_window_find (application, file) == window);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), ==, 1);
  close_window (window);
  g_remove (path);
  g_rmdir (folder);
}

static void
assert_refused (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = open_window ();

  ct_window_open (window, file);
  ui_test_wait_for (ui_test_find_message (GTK_WINDOW (window)));
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "close");
  ui_test_wait_for (!ct_window_get_session (window));
  close_window (window);
}

static void
test_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *text = g_build_filename (folder, "a\xe2\x80\xae text\n.flac", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);

  g_assert_true (g_file_set_contents (text, "this is no sound at all", -1, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (text);
  assert_refused (pipe);
  assert_refused (folder);
  assert_refused ("/dev/zero");
  assert_refused ("/nowhere/nothing.wav");
  g_remove (text);
  g_remove (pipe);
  g_rmdir (folder);
}

static void
test_remote (void)
{
  g_autoptr (GFile) file = g_file_new_for_uri ("https://example.org/song.flac");
  CtWindow *window = open_window ();

  ct_window_open (window, file);
  ui_test_wait_for (ui_test_find_message (GTK_WINDOW (window)));
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "close");
  close_window (window);
}

static guint
count_notes (CtWindow *window)
{
  CtSession *session = ct_window_get_session (window);

  return session ? ct_document_get_score (ct_session_get_document (session))->n_notes : 0;
}

static gboolean
is_heard (CtWindow *window)
{
  return count_notes (window) && !is_enabled (window, "cancel-analysis");
}

/* Whether a message over the window says @text. */
static gboolean
shows_label (CtWindow *window, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (widget_find (GTK_WIDGET (window), CT_TYPE_TOAST, 0), GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (g_strcmp0 (gtk_label_get_text (labels->pdata[i]), text) == 0 && gtk_widget_get_mapped (labels->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
test_demo (void)
{
  CtWindow *window = open_window ();
  CtDocument *document;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (is_enabled (window, "cancel-analysis"));
  g_assert_false (is_enabled (window, "save"));
  ui_test_wait_for (is_heard (window));
  document = ct_session_get_document (ct_window_get_session (window));
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 3);
  g_assert_true (is_enabled (window, "save"));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  /* nobody has edited anything */
  g_assert_false (ct_document_get_modified (document));
  close_window (window);
}

/* A recording whose header says that there is nothing in it is read, and the window says so. */
static void
test_mended (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "dead.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GByteArray) wav = g_byte_array_sized_new (44 + 16000);
  static const char head[]
      = "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0";
  CtWindow *window = open_window ();

  g_byte_array_append (wav, (const guint8 *) head, sizeof head - 1);
  for (int i = 0; i < 8000; i++)
    g_byte_array_append (wav, (const guint8[]){ 0, i % 20 < 10 ? 0x20 : 0xe0 }, 2);
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (is_heard (window));
  ui_test_settle ();
  g_assert_true (shows_label (window, "The file gives a wrong length. The recording was read to its end."));
  close_window (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A second recording behind the first, at another rate, cannot be read on. */
static void
test_stopped (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "joined.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GByteArray) wav = g_byte_array_new ();
  static const char heads[2][45] = {
    "RIFF\xa4\x3e\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x80\x3e\0\0",
    "RIFF\xa4\x3e\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x11\x2b\0\0\x22\x56\0\0\x02\0\x10\0data\x80\x3e\0\0",
  };
  CtWindow *window = open_window ();

  for (int k = 0; k < 2; k++)
    {
      g_byte_array_append (wav, (const guint8 *) heads[k], 44);
      for (int i = 0; i < 8000; i++)
        g_byte_array_append (wav, (const guint8[]){ 0, i % 20 < 10 ? 0x20 : 0xe0 }, 2);
    }
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (is_heard (window));
  ui_test_settle ();
  g_assert_true (shows_label (window, "The file could only be read up to 0:01.000."));
  close_window (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The one dialog over the window, or NULL. */
static AdwMessageDialog *
dialog_over (CtWindow *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG (item->data) && gtk_window_get_transient_for (item->data) == GTK_WINDOW (window))
      return item->data;
  return NULL;
}

static GtkListBoxRow *
nth_row (AdwMessageDialog *dialog, int n)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (adw_message_dialog_get_extra_child (dialog)), n);
}

static GtkEditable *
nth_entry (AdwMessageDialog *dialog, int n)
{
  return GTK_EDITABLE (nth_row (dialog, n));
}

/* Four years of samples take no room on a disk whose files may have holes. */
static gboolean
write_endless (const char *path)
{
#define SIZE_64 "\0\0\0\0\0\x01\0\0"
  static const char head[] = "RF64\xff\xff\xff\xffWAVE"
                             "ds64\x1c\0\0\0" SIZE_64 SIZE_64 SIZE_64 "\0\0\0\0"
                             "fmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0"
                             "data\xff\xff\xff\xff";

  return g_file_set_contents (path, head, sizeof head - 1, NULL)
         && truncate (path, (off_t) ((G_GINT64_CONSTANT (1) << 40) + (gint64) sizeof head - 1)) == 0;
}

/* Five seconds of a tone. */
static void
write_short (const char *path)
{
  static const char head[]
      = "RIFF\xa4\x38\x01\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x80\x38\x01\0";
  g_autoptr (GByteArray) wav = g_byte_array_new ();

  g_byte_array_append (wav, (const guint8 *) head, sizeof head - 1);
  for (int i = 0; i < 40000; i++)
    g_byte_array_append (wav, (const guint8[]){ 0, i % 20 < 10 ? 0x20 : 0xe0 }, 2);
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
}

/* Of a recording that memory cannot hold, a part is offered; nothing is analysed before that is answered. */
static void
test_too_long (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "endless.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = open_window ();
  AdwMessageDialog *dialog;
  CtDocument *document;

  if (!write_endless (path))
    g_test_skip ("no files with holes");
  else
    {
      ct_window_open (window, file);
      ui_test_wait_for ((dialog = dialog_over (window)));
      g_assert_null (ct_window_get_session (window));
      g_assert_nonnull (
          strstr (adw_message_dialog_get_body (dialog), "It lasts 38177:29:13, and there is memory for "));
      gtk_editable_set_text (nth_entry (dialog, 1), "99999:00:00");
      g_assert_false (adw_message_dialog_get_response_enabled (dialog, "open"));
      gtk_editable_set_text (nth_entry (dialog, 0), "0:00:01.5");
      gtk_editable_set_text (nth_entry (dialog, 1), "3");
      /* the stems' cache would read the long one for hours */
      write_short (path);
      g_assert_true (adw_message_dialog_get_response_enabled (dialog, "open"));
      adw_message_dialog_response (dialog, "open");
      ui_test_wait_for (is_heard (window));
      ui_test_settle ();
      document = ct_session_get_document (ct_window_get_session (window));
      g_assert_cmpfloat (ct_document_get_evidence (document)->analysis->start_s, ==, 1.5);
      g_assert_cmpfloat_with_epsilon (ct_document_get_evidence (document)->analysis->duration_s, 3, 0.01);
      g_assert_cmpfloat_with_epsilon (ct_session_get_view (ct_window_get_session (window))->end_s, 4.5, 0.1);
      g_assert_cmpuint (ct_level_store_get_n_frames (ct_document_get_levels (document)), >=,
                        (gsize) (4.4 * CT_CQT_FRAME_RATE_HZ));
    }
  close_window (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static CtRecording *
recording_of (CtWindow *window)
{
  return ct_document_get_recording (ct_session_get_document (ct_window_get_session (window)));
}

/* Another window that shows a document, or NULL. */
static CtWindow *
other_window (CtWindow *window)
{
  for (GList *item = gtk_application_get_windows (application); item; item = item->next)
    if (item->data != window && CT_IS_WINDOW (item->data) && ct_window_get_session (item->data))
      return item->data;
  return NULL;
}

/* Of a film the first sound stream that is not silent; another one is opened beside it. */
static void
test_sound_streams (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "film.avi", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = open_window (), *other;
  AdwMessageDialog *dialog;

  if (!test_film_write (path, (guint[]){ 0, 440, 550 }, 3))
    g_test_skip ("films cannot be read");
  else
    {
      ct_window_open (window, file);
      ui_test_wait_for (is_heard (window));
      ui_test_settle ();
      g_assert_cmpint (recording_of (window)->stream, ==, 2);
      g_assert_true (is_enabled (window, "sound-stream"));
      g_assert_true (
          shows_label (window, "This is sound stream 2 of 3. “Sound Stream” in the main menu opens another."));
      gtk_widget_activate_action (GTK_WIDGET (window), "win.sound-stream", NULL);
      ui_test_wait_for ((dialog = dialog_over (window)));
      g_assert_true (g_str_has_prefix (adw_message_dialog_get_body (dialog), "Sound stream 2 of 3 is open"));
      adw_combo_row_set_selected (ADW_COMBO_ROW (nth_row (dialog, 0)), 1);
      ui_test_answer (dialog, "open");
      ui_test_wait_for ((other = other_window (window)));
      ui_test_wait_for (is_heard (other));
      ui_test_settle ();
      g_assert_cmpint (recording_of (other)->stream, ==, 3);
      g_assert_cmpint (recording_of (other)->n_streams, ==, 3);
      g_assert_cmpint (recording_of (window)->stream, ==, 2);
      gtk_window_destroy (GTK_WINDOW (other));
    }
  close_window (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Where there is one sound stream, there is nothing to choose. */
static void
test_one_sound_stream (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "short.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = open_window ();

  write_short (path);
  g_assert_false (is_enabled (window, "sound-stream"));
  ct_window_open (window, file);
  ui_test_wait_for (is_heard (window));
  ui_test_settle ();
  g_assert_cmpint (recording_of (window)->n_streams, ==, 1);
  g_assert_false (is_enabled (window, "sound-stream"));
  close_window (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static CtTourBar *
tour_of (CtWindow *window, CtTour **tour)
{
  CtTourBar *bar = CT_TOUR_BAR (widget_find (GTK_WIDGET (window), CT_TYPE_TOUR_BAR, 0));

  g_object_get (bar, "tour", tour, NULL);
  g_object_unref (*tour);
  return bar;
}

/* A document imported from a MIDI file has its name until it is saved as a project. */
static void
test_midi (void)
{
  static const char midi[] = "MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x0c\0\x90\x3c\x40\x60\x80\x3c\x40\0\xff\x2f\0";
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "Quartet.mid", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = open_window ();
  CtDocument *document;

  g_assert_true (g_file_set_contents (path, midi, sizeof midi - 1, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (ct_window_get_session (window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Quartet.mid");
  document = ct_session_get_document (ct_window_get_session (window));
  g_assert_null (ct_document_get_file (document));
  g_assert_false (ct_document_get_modified (document));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  close_window (window);
  g_remove (path);
  g_rmdir (folder);
}

/* Files dropped anywhere on the window are opened, and while they hang over it that is shown. */
static void
test_drop (void)
{
  CtWindow *window = open_window ();
  GtkWidget *area = widget_find (GTK_WIDGET (window), CT_TYPE_TOAST, 0);
  GtkEventController *target = widget_find_controller (area, GTK_TYPE_DROP_TARGET);
  g_autoptr (GFile) gone = g_file_new_for_path ("/nowhere/song.flac");
  g_auto (GValue) value = G_VALUE_INIT;
  GdkDragAction action = 0;
  gboolean accepted = FALSE;

  g_signal_emit_by_name (target, "enter", 10.0, 10.0, &action);
  g_assert_cmpint (action, ==, GDK_ACTION_COPY);
  g_assert_true (gtk_widget_has_css_class (area, "ct-drop"));
  g_signal_emit_by_name (target, "leave");
  g_assert_false (gtk_widget_has_css_class (area, "ct-drop"));

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&gone, 1));
  g_signal_emit_by_name (target, "enter", 10.0, 10.0, &action);
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &accepted);
  g_assert_true (accepted);
  g_assert_false (gtk_widget_has_css_class (area, "ct-drop"));
  ui_test_wait_for (ui_test_find_message (GTK_WINDOW (window)));
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "close");
  close_window (window);
}

/* The demo starts the tour the first time; later only the menu does. */
static void
test_tour (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  CtWindow *window = open_window ();
  AdwViewStack *sidebar = ADW_VIEW_STACK (widget_find (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK, 0));
  CtTour *tour;
  CtTourBar *bar = tour_of (window, &tour);

  g_settings_set_boolean (settings, "tour-seen", FALSE);
  g_assert_false (ct_tour_get_active (tour));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  g_assert_false (ct_tour_get_active (tour));
  ui_test_wait_for (is_heard (window));
  g_assert_true (ct_tour_get_active (tour));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_true (g_settings_get_boolean (settings, "tour-seen"));

  /* a step about the sidebar shows its page; the keyboard's focus stays */
  while (ct_tour_get_step (tour) < CT_TOUR_SENSITIVITY)
    ct_tour_next (tour);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (sidebar), ==, "notes");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (sidebar), "ct-pointed"));
  ct_tour_back (tour);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (sidebar), ==, "tracks");
  g_assert_false (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (bar)));
  ct_tour_end (tour);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (sidebar), "ct-pointed"));

  /* asked for again it begins at once, in the window that shows the demo */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_settle ();
  g_assert_false (ct_tour_get_active (tour));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  g_assert_true (ct_tour_get_active (tour));
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), ==, 1);

  /* and it ends with its document */
  ct_document_mark_saved (ct_session_get_document (ct_window_get_session (window)));
  ct_window_set_session (window, NULL);
  g_assert_false (ct_tour_get_active (tour));
  close_window (window);
}

/* A window closed during the tour leaks nothing; a demo whose analysis is cancelled has no tour. */
static void
test_tour_cut_short (void)
{
  CtWindow *window = open_window ();
  CtTour *tour;

  tour_of (window, &tour);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  ui_test_wait_for (is_enabled (window, "cancel-analysis"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel-analysis", NULL);
  ui_test_wait_for (!ct_window_get_session (window));
  show_document (window);
  g_assert_false (ct_tour_get_active (tour));
  ct_window_set_session (window, NULL);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.guided-first-song", NULL);
  ui_test_wait_for (ct_tour_get_active (tour));
  ct_document_mark_saved (ct_session_get_document (ct_window_get_session (window)));
  close_window (window);
}

static void
test_cancel (void)
{
  CtWindow *window = open_window ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (is_enabled (window, "cancel-analysis"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel-analysis", NULL);
  ui_test_wait_for (!ct_window_get_session (window));
  g_assert_null (ui_test_find_message (NULL));
  g_assert_true (is_enabled (window, "open"));

  /* a window closed during the analysis leaks nothing */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (is_enabled (window, "cancel-analysis"));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (GTK_WINDOW (window));
  ui_test_wait_for (!window);
}

static void
test_settings (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  CtWindow *window = open_window ();
  CtSession *session = show_document (window);

  g_settings_set_enum (settings, "color-map", CT_COLOR_MAP_CIVIDIS);
  g_settings_set_double (settings, "gain-db", 12);
  ui_test_settle ();
  g_assert_cmpint (ct_display_get_color_map (ct_session_get_display (session)), ==, CT_COLOR_MAP_CIVIDIS);
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (session)), ==, 12);
  g_object_set (ct_session_get_display (session), "contrast", 2.0, "show-uncertain", TRUE, NULL);
  ui_test_settle ();
  g_assert_cmpfloat (g_settings_get_double (settings, "contrast"), ==, 2);
  g_assert_true (g_settings_get_boolean (settings, "show-uncertain"));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.toggle-sidebar", NULL);
  ui_test_settle ();
  g_assert_false (g_settings_get_boolean (settings, "sidebar-visible"));
  g_settings_reset (settings, "sidebar-visible");
  close_window (window);
}

int
main (int argc, char **argv)
{
  int result;

  ui_test_init (&argc, &argv);
  application = GTK_APPLICATION (adw_application_new ("io.github.coloratura.Test", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/window/start", test_start);
  g_test_add_func ("/window/document", test_document);
  g_test_add_func ("/window/leave", test_leave);
  g_test_add_func ("/window/save-and-leave", test_save_and_leave);
  g_test_add_func ("/window/refused", test_refused);
  g_test_add_func ("/window/remote", test_remote);
  g_test_add_func ("/window/demo", test_demo);
  g_test_add_func ("/window/mended", test_mended);
  g_test_add_func ("/window/stopped", test_stopped);
  g_test_add_func ("/window/too-long", test_too_long);
  g_test_add_func ("/window/sound-streams", test_sound_streams);
  g_test_add_func ("/window/one-sound-stream", test_one_sound_stream);
  g_test_add_func ("/window/midi", test_midi);
  g_test_add_func ("/window/drop", test_drop);
  g_test_add_func ("/window/tour", test_tour);
  g_test_add_func ("/window/tour-cut-short", test_tour_cut_short);
  g_test_add_func ("/window/cancel", test_cancel);
  g_test_add_func ("/window/settings", test_settings);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
