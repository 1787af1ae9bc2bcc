/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window-actions.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-recording.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/recording/ct-record-dialog.h"
#include "ui/window/ct-export-dialog.h"
#include "ui/window/ct-help.h"
#include "ui/window/ct-saver.h"
#include "ui/window/ct-score-dialog.h"
#include "ui/window/ct-sidebar.h"
#include "ui/window/ct-window-exchange.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window-private.h"
#include "ui/window/ct-workspace.h"

static void
act_open (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_choose_file (window);
}

static void
act_open_demo (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  /* the first time, the demo comes with the tour */
  if (g_settings_get_boolean (ct_window_get_settings (window), "tour-seen"))
    ct_window_open_demo (window);
  else
    ct_window_start_tour (window);
}

static void
act_guided_first_song (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_start_tour (window);
}

static void
act_help (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_help_show (window);
}

static void
act_save (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_saver_save (ct_window_get_saver (window), FALSE, NULL, NULL);
}

static void
act_save_as (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_saver_save (ct_window_get_saver (window), TRUE, NULL, NULL);
}

static void
act_import_midi (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_choose_import (window);
}

static void
show_export (CtWindow *self, CtExportFormat format)
{
  ct_window_show_messages (self, ct_export_dialog_show (GTK_WINDOW (self), ct_window_get_session (self), format));
}

static void
act_export_midi (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  show_export (window, CT_EXPORT_MIDI);
}

static void
act_export_csv (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  show_export (window, CT_EXPORT_CSV);
}

static void
act_export_musicxml (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  show_export (window, CT_EXPORT_MUSICXML);
}

static void
act_export_stems (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  show_export (window, CT_EXPORT_STEMS);
}

static void
act_score (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_score_dialog_show (window, ct_window_get_session (window));
}

static void
act_sound_stream (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_choose_stream (window);
}

static void
act_record (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  CtRecordDialog *dialog = ct_record_dialog_new (window);

  g_signal_connect_object (dialog, "recorded", G_CALLBACK (ct_window_open), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
act_cancel_analysis (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_analyser_cancel (ct_workspace_get_analyser (ct_window_get_workspace (window)));
}

static void
act_close (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  gtk_window_close (window);
}

static void
act_undo (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_document_undo (ct_workspace_get_document (ct_window_get_workspace (window)));
}

static void
act_redo (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_document_redo (ct_workspace_get_document (ct_window_get_workspace (window)));
}

static void
act_quantise (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  if (!ct_document_get_tempo_map (ct_workspace_get_document (ct_window_get_workspace (window))))
    {
      ct_window_toast (window, _ ("There are no beats to quantize to"), FALSE);
      return;
    }
  ct_sidebar_set_revealed (ct_window_get_sidebar (window), TRUE);
  ct_quantise_box_open (ct_window_get_quantise_box (window));
}

static void
change_fullscreen (GSimpleAction *action, GVariant *state, gpointer window)
{
  if (g_variant_get_boolean (state))
    gtk_window_fullscreen (window);
  else
    gtk_window_unfullscreen (window);
}

static void
change_sidebar (GSimpleAction *action, GVariant *state, gpointer window)
{
  ct_sidebar_set_revealed (ct_window_get_sidebar (window), g_variant_get_boolean (state));
}

static const GActionEntry entries[] = {
  { "open", act_open },
  { "open-demo", act_open_demo },
  { "guided-first-song", act_guided_first_song },
  { "help", act_help },
  { "save", act_save },
  { "save-as", act_save_as },
  { "close", act_close },
  { "record", act_record },
  { "sound-stream", act_sound_stream },
  { "import-midi", act_import_midi },
  { "export-midi", act_export_midi },
  { "export-csv", act_export_csv },
  { "export-musicxml", act_export_musicxml },
  { "export-stems", act_export_stems },
  { "score", act_score },
  { "quantise", act_quantise },
  { "undo", act_undo },
  { "redo", act_redo },
  { "cancel-analysis", act_cancel_analysis },
  { "toggle-sidebar", NULL, NULL, "true", change_sidebar },
  { "fullscreen", NULL, NULL, "false", change_fullscreen },
};

static void
set_enabled (CtWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

/* Enables the actions that the document and its history allow. */
static void
update (CtWindow *self)
{
  CtWorkspace *workspace = ct_window_get_workspace (self);
  CtDocument *document = ct_workspace_get_document (workspace);
  CtAnalyser *analyser = ct_workspace_get_analyser (workspace);
  CtHistory *history = document ? ct_document_get_history (document) : NULL;
  gboolean ready = ct_workspace_get_ready (workspace);
  gboolean saving = ct_saver_get_saving (ct_window_get_saver (self));
  const CtRecording *recording = document ? ct_document_get_recording (document) : NULL;

  set_enabled (self, "save", ready && !saving);
  set_enabled (self, "save-as", ready && !saving);
  set_enabled (self, "import-midi", !ct_workspace_get_opening (workspace));
  set_enabled (self, "export-midi", ready);
  set_enabled (self, "export-csv", ready);
  set_enabled (self, "export-musicxml", ready);
  set_enabled (self, "score", ready);
  set_enabled (self, "export-stems", ready && ct_exporter_can_isolate (document));
  set_enabled (self, "sound-stream", ready && recording && recording->path && recording->n_streams > 1);
  set_enabled (self, "quantise", ready);
  set_enabled (self, "cancel-analysis", analyser && ct_analyser_get_busy (analyser));
  set_enabled (self, "undo", history && ct_history_get_can_undo (history));
  set_enabled (self, "redo", history && ct_history_get_can_redo (history));
  set_enabled (self, "toggle-sidebar", document != NULL);
}

static gboolean
to_state (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_variant (to, g_variant_new_boolean (g_value_get_boolean (from)));
  return TRUE;
}

/* Keeps the state of the action @name equal to @object's @property. */
static void
bind_state (CtWindow *self, const char *name, gpointer object, const char *property)
{
  g_object_bind_property_full (object, property, g_action_map_lookup_action (G_ACTION_MAP (self), name), "state",
                               G_BINDING_SYNC_CREATE, to_state, NULL, NULL, NULL);
}

void
ct_window_add_actions (CtWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  bind_state (self, "toggle-sidebar", ct_window_get_sidebar (self), "revealed");
  bind_state (self, "fullscreen", self, "fullscreened");
  g_signal_connect_object (ct_window_get_workspace (self), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ct_window_get_saver (self), "notify::saving", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
