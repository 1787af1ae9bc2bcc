/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recording/ct-record-dialog.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-recorder.h"
#include "core/base/ct-status.h"
#include "ui/recording/ct-microphone.h"
#include "ui/widgets/ct-message.h"

#define TICK_MS 50
#define RANGE_DB 60.0 /* of the level bar */
#define FALL_DB 1.5   /* per tick, of the level bar */
#define CLIPPED_TICKS 30
#define WORTH_ASKING_S 2.0

typedef enum
{
  STATE_LOOKING,   /* for devices, or opening one */
  STATE_LISTENING, /* the meter moves, nothing is recorded */
  STATE_STARTING,
  STATE_RECORDING,
  STATE_PAUSED,
  STATE_ENDING,
  STATE_NO_DEVICE,
} State;

struct _CtRecordDialog
{
  AdwWindow parent;
  State state;
  GCancellable *cancellable; /* of the device that is being opened */
  GArray *devices;           /* of CtAudioDevice */
  CtRecorder *recorder;
  char *path; /* of the file */
  guint tick;
  double shown_db;
  guint clipped; /* ticks for which the warning is still shown */
  gboolean discarding;

  AdwComboRow *device_row;
  GtkLabel *time_label, *status_label;
  GtkLevelBar *level_bar;
  GtkWidget *record_button, *done_button;
};

G_DEFINE_FINAL_TYPE (CtRecordDialog, ct_record_dialog, ADW_TYPE_WINDOW)

static guint recorded_signal;

/* Where recordings go: the user's music folder if it is writable, else a folder of the program. */
static char *
dup_folder (void)
{
  const char *music = g_get_user_special_dir (G_USER_DIRECTORY_MUSIC);

  if (music && g_access (music, W_OK | X_OK) == 0)
    return g_strdup (music);
  return g_build_filename (g_get_user_data_dir (), "coloratura", "recordings", NULL);
}

/* A free file name, as "Recording 2026-11-24 21.50.03.flac". */
static char *
dup_new_path (void)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  /* Translators: the name of a sound file; %s is date and time */
  g_autofree char *stem = g_strdup_printf (_ ("Recording %s"), time);
  char *path = NULL;

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 1; !path || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *name = i == 1 ? g_strconcat (stem, ".flac", NULL) : g_strdup_printf ("%s (%u).flac", stem, i);

      g_free (path);
      path = g_build_filename (folder, name, NULL);
    }
  return path;
}

/* For a level meter only: nothing is kept. */
static char *
dup_scratch_path (void)
{
  g_autofree char *number = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("coloratura-level-%s.wav", number);

  return g_build_filename (g_get_user_runtime_dir (), name, NULL);
}

static void
show_status (CtRecordDialog *self, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (self->status_label), text) != 0)
    gtk_label_set_label (self->status_label, text);
}

static void
set_state (CtRecordDialog *self, State state)
{
  gboolean has_sound = state == STATE_RECORDING || state == STATE_PAUSED;

  self->state = state;
  gtk_widget_set_sensitive (GTK_WIDGET (self->device_row), state == STATE_LISTENING);
  gtk_widget_set_sensitive (self->record_button, state == STATE_LISTENING || has_sound || state == STATE_NO_DEVICE);
  gtk_widget_set_sensitive (self->done_button, has_sound);
  if (state == STATE_NO_DEVICE)
    gtk_widget_remove_css_class (self->record_button, "destructive-action");
  else
    gtk_widget_add_css_class (self->record_button, "destructive-action");
  gtk_button_set_label (GTK_BUTTON (self->record_button), state == STATE_RECORDING   ? _ ("_Pause")
                                                          : state == STATE_PAUSED    ? _ ("_Continue")
                                                          : state == STATE_NO_DEVICE ? _ ("_Search Again")
                                                                                     : _ ("_Record"));
  if (state == STATE_LOOKING)
    show_status (self, _ ("Opening the microphone…"));
  else if (state == STATE_LISTENING)
    show_status (self, _ ("Ready to record"));
  else if (state == STATE_PAUSED)
    show_status (self, _ ("Paused"));
  else if (state == STATE_ENDING)
    show_status (self, _ ("Writing the file…"));
}

static void
show_level (CtRecordDialog *self)
{
  CtRecorderLevel level = ct_recorder_level (self->recorder);
  double db = level.peak > 0 ? 20 * log10 ((double) level.peak) + RANGE_DB : 0;

  self->shown_db = CLAMP (MAX (db, self->shown_db - FALL_DB), 0, RANGE_DB);
  gtk_level_bar_set_value (self->level_bar, self->shown_db);
  if (level.peak >= 1)
    self->clipped = CLIPPED_TICKS;
  else if (self->clipped)
    self->clipped--;
}

static void
show_time (CtRecordDialog *self)
{
  double time_s = ct_recorder_seconds (self->recorder);
  int minutes = (int) (time_s / 60);
  g_autofree char *text = g_strdup_printf ("%d:%04.1f", minutes, floor ((time_s - 60 * minutes) * 10) / 10);

  gtk_label_set_label (self->time_label, text);
}

static void finish (CtRecordDialog *self, const char *why);

static gboolean
tick (gpointer data)
{
  CtRecordDialog *self = data;
  CtStatus status = ct_recorder_status (self->recorder);

  show_level (self);
  if (self->state == STATE_RECORDING)
    {
      show_time (self);
      show_status (self,
                   self->clipped ? _ ("Too loud: move away from the microphone or turn it down.") : _ ("Recording"));
    }
  if (status == CT_STATUS_OK && !ct_recorder_is_full (self->recorder))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  if (self->state == STATE_RECORDING || self->state == STATE_PAUSED)
    finish (self, status == CT_STATUS_OK ? NULL : ct_status_string (status));
  else
    {
      ct_recorder_discard (g_steal_pointer (&self->recorder));
      set_state (self, STATE_NO_DEVICE);
      show_status (self, ct_status_string (status));
    }
  return G_SOURCE_REMOVE;
}

static void
drop_recorder (CtRecordDialog *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->recorder, ct_recorder_discard);
  g_clear_pointer (&self->path, g_free);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtRecordDialog) self = data;
  g_autoptr (GError) error = NULL;
  CtRecorder *recorder = ct_microphone_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!recorder)
    {
      set_state (self, STATE_NO_DEVICE);
      show_status (self, error->message);
      return;
    }
  self->recorder = recorder;
  self->tick = g_timeout_add (TICK_MS, tick, self);
  if (self->state == STATE_STARTING)
    set_state (self, STATE_RECORDING);
  else
    {
      ct_recorder_set_paused (recorder, TRUE);
      set_state (self, STATE_LISTENING);
    }
}

/* Opens the chosen device, to meter or to record it. */
static void
open_device (CtRecordDialog *self, State state)
{
  guint place = adw_combo_row_get_selected (self->device_row);
  const char *name = NULL;

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  drop_recorder (self);
  if (self->devices && place < self->devices->len)
    name = g_array_index (self->devices, CtAudioDevice, place).name;
  self->cancellable = g_cancellable_new ();
  self->path = state == STATE_STARTING ? dup_new_path () : dup_scratch_path ();
  set_state (self, state);
  ct_microphone_open_async (name, self->path, self->cancellable, opened, g_object_ref (self));
}

static void
device_selected (AdwComboRow *row, GParamSpec *pspec, CtRecordDialog *self)
{
  if (self->state == STATE_LISTENING)
    open_device (self, STATE_LOOKING);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CtRecordDialog) self = data;
  g_autoptr (GArray) devices = ct_microphone_list_finish (result, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  if (!devices)
    return;
  for (guint i = 0; i < devices->len; i++)
    {
      CtAudioDevice *device = &g_array_index (devices, CtAudioDevice, i);

      gtk_string_list_append (names, device->name);
      if (device->is_default)
        chosen = i;
    }
  g_clear_pointer (&self->devices, g_array_unref);
  self->devices = g_steal_pointer (&devices);
  adw_combo_row_set_model (self->device_row, G_LIST_MODEL (names));
  if (!self->devices->len)
    {
      set_state (self, STATE_NO_DEVICE);
      show_status (self, _ ("No microphone found. Connect one and search again."));
      return;
    }
  adw_combo_row_set_selected (self->device_row, chosen);
  open_device (self, STATE_LOOKING);
}

static void
look_for_devices (CtRecordDialog *self)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  drop_recorder (self);
  set_state (self, STATE_LOOKING);
  ct_microphone_list_async (self->cancellable, listed, g_object_ref (self));
}

typedef struct
{
  CtRecordDialog *dialog;
  char *path;
  char *why; /* why it ended early; NULL: it did not */
} Ending;

static void
closed (GObject *source, GAsyncResult *result, gpointer data)
{
  Ending *ending = data;
  CtRecordDialog *self = ending->dialog;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (ending->path);
  gboolean complete = ct_microphone_close_finish (result, &error);
  const char *why = ending->why ? ending->why : error ? error->message : NULL;

  /* what was written until then is worth keeping */
  if (complete || g_file_test (ending->path, G_FILE_TEST_IS_REGULAR))
    g_signal_emit (self, recorded_signal, 0, file);
  if (why)
    ct_message_show_error (GTK_WIDGET (parent), _ ("Recording Ended Early"), why);
  gtk_window_destroy (GTK_WINDOW (self));
  g_free (ending->path);
  g_free (ending->why);
  g_object_unref (ending->dialog);
  g_free (ending);
}

static void
finish (CtRecordDialog *self, const char *why)
{
  Ending *ending = g_new0 (Ending, 1);

  g_clear_handle_id (&self->tick, g_source_remove);
  set_state (self, STATE_ENDING);
  *ending = (Ending){ g_object_ref (self), g_steal_pointer (&self->path), g_strdup (why) };
  ct_microphone_close_async (g_steal_pointer (&self->recorder), ending->path, closed, ending);
}

static void
record_clicked (GtkButton *button, CtRecordDialog *self)
{
  if (self->state == STATE_LISTENING)
    open_device (self, STATE_STARTING);
  else if (self->state == STATE_NO_DEVICE)
    look_for_devices (self);
  else
    {
      gboolean pauses = self->state == STATE_RECORDING;

      ct_recorder_set_paused (self->recorder, pauses);
      set_state (self, pauses ? STATE_PAUSED : STATE_RECORDING);
    }
}

static void
done_clicked (GtkButton *button, CtRecordDialog *self)
{
  finish (self, NULL);
}

static void
discard_answered (AdwMessageDialog *dialog, const char *response, CtRecordDialog *self)
{
  if (!g_str_equal (response, "discard"))
    return;
  self->discarding = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_discard (CtRecordDialog *self)
{
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (self), _ ("Discard the Recording?"),
                                             _ ("What you have recorded so far will be lost."));

  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
ct_record_dialog_close_request (GtkWindow *window)
{
  CtRecordDialog *self = CT_RECORD_DIALOG (window);

  if (self->state == STATE_ENDING)
    return TRUE;
  if (!self->discarding && (self->state == STATE_RECORDING || self->state == STATE_PAUSED)
      && ct_recorder_seconds (self->recorder) >= WORTH_ASKING_S)
    {
      ask_discard (self);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (ct_record_dialog_parent_class)->close_request (window);
}

static void
ct_record_dialog_dispose (GObject *object)
{
  CtRecordDialog *self = CT_RECORD_DIALOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  drop_recorder (self);
  g_clear_pointer (&self->devices, g_array_unref);
  G_OBJECT_CLASS (ct_record_dialog_parent_class)->dispose (object);
}

static void
ct_record_dialog_class_init (CtRecordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_record_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ct_record_dialog_close_request;
  recorded_signal = g_signal_new ("recorded", CT_TYPE_RECORD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_FILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-record-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CtRecordDialog, device_row);
  gtk_widget_class_bind_template_child (widget_class, CtRecordDialog, time_label);
  gtk_widget_class_bind_template_child (widget_class, CtRecordDialog, status_label);
  gtk_widget_class_bind_template_child (widget_class, CtRecordDialog, level_bar);
  gtk_widget_class_bind_template_child (widget_class, CtRecordDialog, record_button);
  gtk_widget_class_bind_template_child (widget_class, CtRecordDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, device_selected);
  gtk_widget_class_bind_template_callback (widget_class, record_clicked);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked);
}

static void
ct_record_dialog_init (CtRecordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  look_for_devices (self);
}

CtRecordDialog *
ct_record_dialog_new (GtkWindow *parent)
{
  return g_object_new (CT_TYPE_RECORD_DIALOG, "transient-for", parent, NULL);
}
