/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recording/ct-record-dialog.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <math.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/ui-test.h"

#define RATE 44100

/* The button that bears @label, anywhere in @widget; NULL: there is none. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found)
        return found;
    }
  return NULL;
}

static gboolean
can_click (CtRecordDialog *dialog, const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (dialog), label);

  return button && gtk_widget_get_sensitive (button);
}

static void
click (CtRecordDialog *dialog, const char *label)
{
  g_assert_true (can_click (dialog, label));
  g_signal_emit_by_name (find_button (GTK_WIDGET (dialog), label), "clicked");
}

static GtkLevelBar *
find_level (GtkWidget *widget)
{
  if (GTK_IS_LEVEL_BAR (widget))
    return GTK_LEVEL_BAR (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkLevelBar *found = find_level (child);

      if (found)
        return found;
    }
  return NULL;
}

static CtRecordDialog *
open_dialog (void)
{
  CtRecordDialog *dialog = ct_record_dialog_new (NULL);

  g_object_ref (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
no_device (void)
{
  CtRecordDialog *dialog;

  dialog = open_dialog ();
  ui_test_wait_for (can_click (dialog, "_Search Again"));
  g_assert_false (can_click (dialog, "_Transcribe"));
  click (dialog, "_Search Again");
  ui_test_wait_for (can_click (dialog, "_Search Again"));
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_settle ();
  g_assert_finalize_object (dialog);
}

/* A device whose microphone hears a tone. */
static void
make_device (const char *folder)
{
  g_autofree char *raw = g_build_filename (folder, "tone.raw", NULL),
                  *config = g_build_filename (folder, "alsa.conf", NULL);
  g_autofree gint16 *tone = g_new (gint16, 10 * RATE);
  g_autofree char *text = g_strdup_printf (
      "pcm.null { type null }\n"
      "pcm.tone { type file slave.pcm \"null\" file \"/dev/null\" infile \"%s\" format \"raw\" }\n"
      "pcm.!default { type plug slave { pcm \"tone\" format S16_LE rate %d channels 1 } }\n",
      raw, RATE);

  for (int i = 0; i < 10 * RATE; i++)
    tone[i] = (gint16) (10000 * sin (2 * G_PI * 440 * i / RATE));
  g_assert_true (g_file_set_contents (raw, (char *) tone, 10 * RATE * sizeof *tone, NULL));
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_setenv ("ALSA_CONFIG_PATH", config, TRUE);
}

static void
keep_file (CtRecordDialog *dialog, GFile *file, GFile **kept)
{
  g_set_object (kept, file);
}

static gboolean
has_time (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title-1"))
    return g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), "0:00.0") != 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (has_time (child))
      return TRUE;
  return FALSE;
}

static void
recorded (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ct-record-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  CtRecordDialog *dialog;
  CtAudioFile *sound;

  make_device (folder);
  dialog = open_dialog ();
  g_signal_connect (dialog, "recorded", G_CALLBACK (keep_file), &file);
  ui_test_wait_for (can_click (dialog, "_Record"));
  /* the level moves before anything is recorded */
  ui_test_wait_for (gtk_level_bar_get_value (find_level (GTK_WIDGET (dialog))) > 20);
  g_assert_false (can_click (dialog, "_Transcribe"));
  click (dialog, "_Record");
  ui_test_wait_for (can_click (dialog, "_Pause") && has_time (GTK_WIDGET (dialog)));
  click (dialog, "_Pause");
  ui_test_wait_for (can_click (dialog, "_Continue"));
  click (dialog, "_Transcribe");
  ui_test_wait_for (file);
  ui_test_settle ();
  g_assert_finalize_object (dialog);

  g_assert_cmpint (ct_audio_file_open (g_file_peek_path (file), &sound), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_info (sound)->frames, >, 0);
  ct_audio_file_close (sound);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

/* A process each: PortAudio reads its configuration once. */
static void
run_process (const char *path)
{
  g_test_trap_subprocess (path, 2 * UI_TEST_PATIENCE_S * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_no_device (void)
{
  if (g_file_test ("/dev/snd", G_FILE_TEST_EXISTS))
    g_test_skip ("this machine has sound devices");
  else
    run_process ("/record-dialog/no-device/subprocess");
}

static void
test_recorded (void)
{
  run_process ("/record-dialog/recorded/subprocess");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/record-dialog/no-device/subprocess", no_device);
  g_test_add_func ("/record-dialog/recorded/subprocess", recorded);
  g_test_add_func ("/record-dialog/no-device", test_no_device);
  g_test_add_func ("/record-dialog/recorded", test_recorded);
  return g_test_run ();
}
