/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's actions ("win."): their names are known to menus, shortcuts and tests. */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/recording/ct-record-dialog.h"
#include "ui/window/ct-export-dialog.h"
#include "ui/window/ct-help.h"
#include "ui/window/ct-window.h"

static void
act_open (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_choose_file (window);
}

static void
act_open_demo (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  /* the first time somebody tries it, the demo comes with a guide */
  if (g_settings_get_boolean (CT_WINDOW (window)->settings, "tour-seen"))
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
  ct_window_save (window, FALSE, NULL, NULL);
}

static void
act_save_as (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_save (window, TRUE, NULL, NULL);
}

static void
act_import_midi (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_window_choose_import (window);
}

static void
act_export_midi (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_export_dialog_show (window, CT_WINDOW (window)->session, CT_EXPORT_MIDI);
}

static void
act_export_csv (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_export_dialog_show (window, CT_WINDOW (window)->session, CT_EXPORT_CSV);
}

static void
act_export_stems (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_export_dialog_show (window, CT_WINDOW (window)->session, CT_EXPORT_STEMS);
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
  ct_analyser_cancel (CT_WINDOW (window)->analyser);
}

static void
act_close (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  gtk_window_close (window);
}

static void
act_undo (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_document_undo (ct_window_get_document (window));
}

static void
act_redo (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ct_document_redo (ct_window_get_document (window));
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
  CtWindow *self = window;

  adw_flap_set_reveal_flap (self->flap, g_variant_get_boolean (state));
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_value (self->settings, "sidebar-visible", state);
}

static void
set_state (CtWindow *self, const char *name, gboolean state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                             g_variant_new_boolean (state));
}

static void
flap_revealed (AdwFlap *flap, GParamSpec *pspec, CtWindow *self)
{
  set_state (self, "toggle-sidebar", adw_flap_get_reveal_flap (flap));
}

static void
fullscreened (CtWindow *self, GParamSpec *pspec, gpointer data)
{
  set_state (self, "fullscreen", gtk_window_is_fullscreen (GTK_WINDOW (self)));
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
  { "import-midi", act_import_midi },
  { "export-midi", act_export_midi },
  { "export-csv", act_export_csv },
  { "export-stems", act_export_stems },
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

/* The tooltip of a button for a step: "Undo Move Note (Ctrl+Z)". */
static void
set_step_tooltip (GtkWidget *button, const char *format, const char *plain, const char *step)
{
  g_autofree char *text = step ? g_strdup_printf (format, step) : g_strdup (plain);

  gtk_widget_set_tooltip_text (button, text);
}

void
ct_window_update_actions (CtWindow *self)
{
  CtDocument *document = ct_window_get_document (self);
  CtHistory *history = document ? ct_document_get_history (document) : NULL;

  gboolean ready = document && !self->opening;
  gboolean is_narrow = adw_flap_get_folded (self->flap) || !gtk_widget_get_width (GTK_WIDGET (self->flap));

  set_enabled (self, "save", ready && !self->saving);
  set_enabled (self, "save-as", ready && !self->saving);
  set_enabled (self, "import-midi", !self->opening);
  set_enabled (self, "export-midi", ready);
  set_enabled (self, "export-csv", ready);
  set_enabled (self, "export-stems", ready && ct_exporter_can_isolate (document));
  set_enabled (self, "cancel-analysis", self->analyser && ct_analyser_get_busy (self->analyser));
  set_enabled (self, "undo", history && ct_history_get_can_undo (history));
  set_enabled (self, "redo", history && ct_history_get_can_redo (history));
  set_enabled (self, "toggle-sidebar", document != NULL);
  gtk_widget_set_visible (self->undo_button, document != NULL);
  gtk_widget_set_visible (self->redo_button, document != NULL);
  /* where there is little room, or it is not known yet how much, menu and preferences have these, too */
  gtk_widget_set_visible (self->display_button, document && !is_narrow);
  gtk_widget_set_visible (self->record_button, !document || !is_narrow);
  gtk_widget_set_visible (self->open_button, !document || !is_narrow);
  gtk_widget_set_visible (self->sidebar_button, document != NULL);
  /* Translators: %s is the name of a step, like “Move Note” */
  set_step_tooltip (self->undo_button, _ ("Undo %s (Ctrl+Z)"), _ ("Undo (Ctrl+Z)"),
                    history ? ct_history_get_undo_name (history) : NULL);
  /* Translators: %s is the name of a step, like “Move Note” */
  set_step_tooltip (self->redo_button, _ ("Redo %s (Ctrl+Shift+Z)"), _ ("Redo (Ctrl+Shift+Z)"),
                    history ? ct_history_get_redo_name (history) : NULL);
}

void
ct_window_add_actions (CtWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (flap_revealed), self, 0);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened), NULL);
  flap_revealed (self->flap, NULL, self);
}
