/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/transform/ct-cqt.h"
#include "tests/support/test-film.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/window-test.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-toast.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window.h"

static void
assert_refused (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = window_test_open ();

  ct_window_open (window, file);
  ui_test_wait_for (ui_test_find_message (GTK_WINDOW (window)));
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "close");
  ui_test_wait_for (!ct_window_get_session (window));
  window_test_close (window);
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

/* What cannot be opened leaves no other window behind, but says so in the one where it was asked for. */
static void
test_refused_beside (void)
{
  CtWindow *window = window_test_open ();
  g_autoptr (GFile) gone = g_file_new_for_path ("/nowhere/nothing.wav");
  CtSession *session = window_test_show_document (window);

  ct_window_open (window, gone);
  ui_test_wait_for (ui_test_find_message (GTK_WINDOW (window)));
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "close");
  ui_test_settle ();
  g_assert_true (ct_window_get_session (window) == session);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (window_test_application ())), ==, 1);
  window_test_close (window);
}

static void
test_remote (void)
{
  g_autoptr (GFile) file = g_file_new_for_uri ("https://example.org/song.flac");
  CtWindow *window = window_test_open ();

  ct_window_open (window, file);
  ui_test_wait_for (ui_test_find_message (GTK_WINDOW (window)));
  ui_test_answer (ui_test_find_message (GTK_WINDOW (window)), "close");
  window_test_close (window);
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
  CtWindow *window = window_test_open ();
  CtDocument *document;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (window_test_is_enabled (window, "cancel-analysis"));
  g_assert_false (window_test_is_enabled (window, "save"));
  ui_test_wait_for (window_test_is_heard (window));
  document = ct_session_get_document (ct_window_get_session (window));
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 3);
  g_assert_true (window_test_is_enabled (window, "save"));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  /* nobody has edited anything */
  g_assert_false (ct_document_get_modified (document));
  window_test_close (window);
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
  CtWindow *window = window_test_open ();

  g_byte_array_append (wav, (const guint8 *) head, sizeof head - 1);
  for (int i = 0; i < 8000; i++)
    g_byte_array_append (wav, (const guint8[]){ 0, i % 20 < 10 ? 0x20 : 0xe0 }, 2);
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (window_test_is_heard (window));
  ui_test_settle ();
  g_assert_true (shows_label (window, "The file gives a wrong length. The recording was read to its end."));
  window_test_close (window);
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
    "RIFF\xe4\x5d\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\xc0\x5d\0\0",
    "RIFF\xe4\x5d\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x11\x2b\0\0\x22\x56\0\0\x02\0\x10\0data\xc0\x5d\0\0",
  };
  CtWindow *window = window_test_open ();

  for (int k = 0; k < 2; k++)
    {
      g_byte_array_append (wav, (const guint8 *) heads[k], 44);
      for (int i = 0; i < 12000; i++)
        g_byte_array_append (wav, (const guint8[]){ 0, i % 20 < 10 ? 0x20 : 0xe0 }, 2);
    }
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (window_test_is_heard (window));
  ui_test_settle ();
  g_assert_true (shows_label (window, "The file could only be read up to 0:01.500."));
  window_test_close (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Where nothing is found, the window says that it is ready. */
static void
test_silent (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "silent.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GByteArray) wav = g_byte_array_new ();
  static const char head[]
      = "RIFF\xa4\x3e\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x80\x3e\0\0";
  CtWindow *window = window_test_open ();

  g_byte_array_append (wav, (const guint8 *) head, sizeof head - 1);
  g_byte_array_set_size (wav, wav->len + 16000);
  memset (wav->data + sizeof head - 1, 0, 16000);
  g_assert_true (g_file_set_contents (path, (const char *) wav->data, wav->len, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (shows_label (window, "No notes were found in this recording."));
  window_test_close (window);
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
  CtWindow *window = window_test_open ();
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
      ui_test_answer (dialog, "open");
      ui_test_wait_for (window_test_is_heard (window));
      ui_test_settle ();
      document = ct_session_get_document (ct_window_get_session (window));
      g_assert_cmpfloat (ct_document_get_evidence (document)->analysis->start_s, ==, 1.5);
      g_assert_cmpfloat_with_epsilon (ct_document_get_evidence (document)->analysis->duration_s, 3, 0.01);
      g_assert_cmpfloat_with_epsilon (ct_session_get_view (ct_window_get_session (window))->end_s, 4.5, 0.1);
      g_assert_cmpuint (ct_level_store_get_n_frames (ct_document_get_levels (document)), >=,
                        (gsize) (4.4 * CT_CQT_FRAME_RATE_HZ));
    }
  window_test_close (window);
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
  for (GList *item = gtk_application_get_windows (window_test_application ()); item; item = item->next)
    if (item->data != window && CT_IS_WINDOW (item->data) && ct_window_get_session (item->data))
      return item->data;
  return NULL;
}

static guint
count_windows (void)
{
  guint n = 0;

  for (GList *item = gtk_application_get_windows (window_test_application ()); item; item = item->next)
    n += CT_IS_WINDOW (item->data);
  return n;
}

/* Asks for a recording that memory cannot hold from a window with a document, and returns what is offered there. */
static AdwMessageDialog *
ask_beside (CtWindow *window, GFile *file)
{
  AdwMessageDialog *dialog;

  ct_window_open (window, file);
  ui_test_wait_for ((dialog = dialog_over (window)));
  ui_test_settle ();
  g_assert_cmpuint (count_windows (), ==, 1);
  return dialog;
}

/* A part is offered where the recording was asked for. Whoever wants none is left with no empty window, however the
 * question is closed; a part that is wanted opens in a window of its own. */
static void
test_too_long_beside (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "endless.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = window_test_open (), *other;
  CtSession *session = window_test_show_document (window);
  AdwMessageDialog *dialog;

  if (!write_endless (path))
    g_test_skip ("no files with holes");
  else
    {
      ui_test_answer (ask_beside (window, file), "cancel");
      g_assert_null (ui_test_find_message (NULL));
      gtk_window_close (GTK_WINDOW (ask_beside (window, file)));
      ui_test_settle ();
      g_assert_null (ui_test_find_message (NULL));
      dialog = ask_beside (window, file);
      gtk_editable_set_text (nth_entry (dialog, 1), "3");
      write_short (path); /* the stems' cache would read the long one for hours */
      ui_test_answer (dialog, "open");
      ui_test_wait_for ((other = other_window (window)));
      ui_test_wait_for (window_test_is_heard (other));
      ui_test_settle ();
      g_assert_true (ct_window_get_session (window) == session);
      gtk_window_close (GTK_WINDOW (other));
      ui_test_settle ();
    }
  window_test_close (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* In the only window, the start page is there for another file; the question goes with its window. */
static void
test_too_long_alone (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "endless.wav", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = window_test_open ();

  if (!write_endless (path))
    g_test_skip ("no files with holes");
  else
    {
      ct_window_open (window, file);
      ui_test_wait_for (dialog_over (window));
      ui_test_answer (dialog_over (window), "cancel");
      g_assert_null (ct_window_get_session (window));
      write_short (path);
      ct_window_open (window, file);
      ui_test_wait_for (window_test_is_heard (window));
      ui_test_settle ();
      g_assert_true (write_endless (path));
      ct_window_set_session (window, NULL);
      ct_window_open (window, file);
      ui_test_wait_for (dialog_over (window));
    }
  window_test_close (window);
  g_assert_null (ui_test_find_message (NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Of a film the first sound stream that is not silent; another one is opened beside it. */
static void
test_sound_streams (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "film.avi", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = window_test_open (), *other;
  AdwMessageDialog *dialog;

  if (!test_film_write (path, (guint[]){ 0, 440, 550 }, 3))
    g_test_skip ("films cannot be read");
  else
    {
      ct_window_open (window, file);
      ui_test_wait_for (window_test_is_heard (window));
      ui_test_settle ();
      g_assert_cmpint (recording_of (window)->stream, ==, 2);
      g_assert_true (window_test_is_enabled (window, "sound-stream"));
      g_assert_true (
          shows_label (window, "This is sound stream 2 of 3. “Sound Stream” in the main menu opens another."));
      gtk_widget_activate_action (GTK_WIDGET (window), "win.sound-stream", NULL);
      ui_test_wait_for ((dialog = dialog_over (window)));
      g_assert_true (g_str_has_prefix (adw_message_dialog_get_body (dialog), "Sound stream 2 of 3 is open"));
      adw_combo_row_set_selected (ADW_COMBO_ROW (nth_row (dialog, 0)), 1);
      ui_test_answer (dialog, "open");
      ui_test_wait_for ((other = other_window (window)));
      ui_test_wait_for (window_test_is_heard (other));
      ui_test_settle ();
      g_assert_cmpint (recording_of (other)->stream, ==, 3);
      g_assert_cmpint (recording_of (other)->n_streams, ==, 3);
      g_assert_cmpint (recording_of (window)->stream, ==, 2);
      gtk_window_destroy (GTK_WINDOW (other));
    }
  window_test_close (window);
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
  CtWindow *window = window_test_open ();

  write_short (path);
  g_assert_false (window_test_is_enabled (window, "sound-stream"));
  ct_window_open (window, file);
  ui_test_wait_for (window_test_is_heard (window));
  ui_test_settle ();
  g_assert_cmpint (recording_of (window)->n_streams, ==, 1);
  g_assert_false (window_test_is_enabled (window, "sound-stream"));
  window_test_close (window);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A document imported from a MIDI file has its name until it is saved as a project. */
static void
test_midi (void)
{
  static const char midi[] = "MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x0c\0\x90\x3c\x40\x60\x80\x3c\x40\0\xff\x2f\0";
  g_autofree char *folder = g_dir_make_tmp ("ct-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "Quartet.mid", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *window = window_test_open ();
  CtDocument *document;

  g_assert_true (g_file_set_contents (path, midi, sizeof midi - 1, NULL));
  ct_window_open (window, file);
  ui_test_wait_for (ct_window_get_session (window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Quartet.mid");
  document = ct_session_get_document (ct_window_get_session (window));
  g_assert_null (ct_document_get_file (document));
  g_assert_false (ct_document_get_modified (document));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  window_test_close (window);
  g_remove (path);
  g_rmdir (folder);
}

/* Files dropped anywhere on the window are opened, and while they hang over it that is shown. */
static void
test_drop (void)
{
  CtWindow *window = window_test_open ();
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
  window_test_close (window);
}

static void
test_cancel (void)
{
  CtWindow *window = window_test_open ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (window_test_is_enabled (window, "cancel-analysis"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel-analysis", NULL);
  ui_test_wait_for (!ct_window_get_session (window));
  g_assert_null (ui_test_find_message (NULL));
  g_assert_true (window_test_is_enabled (window, "open"));

  /* a window closed during the analysis leaks nothing */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-demo", NULL);
  ui_test_wait_for (window_test_is_enabled (window, "cancel-analysis"));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (GTK_WINDOW (window));
  ui_test_wait_for (!window);
}

int
main (int argc, char **argv)
{
  window_test_init (&argc, &argv);
  g_test_add_func ("/window-open/refused", test_refused);
  g_test_add_func ("/window-open/refused-beside", test_refused_beside);
  g_test_add_func ("/window-open/remote", test_remote);
  g_test_add_func ("/window-open/demo", test_demo);
  g_test_add_func ("/window-open/mended", test_mended);
  g_test_add_func ("/window-open/stopped", test_stopped);
  g_test_add_func ("/window-open/silent", test_silent);
  g_test_add_func ("/window-open/too-long", test_too_long);
  g_test_add_func ("/window-open/too-long-beside", test_too_long_beside);
  g_test_add_func ("/window-open/too-long-alone", test_too_long_alone);
  g_test_add_func ("/window-open/sound-streams", test_sound_streams);
  g_test_add_func ("/window-open/one-sound-stream", test_one_sound_stream);
  g_test_add_func ("/window-open/midi", test_midi);
  g_test_add_func ("/window-open/drop", test_drop);
  g_test_add_func ("/window-open/cancel", test_cancel);
  return window_test_run ();
}
