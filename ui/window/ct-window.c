/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/canvas/ct-canvas.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/harmony/ct-key-button.h"
#include "ui/project/ct-autosave.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"
#include "ui/tempo/ct-tempo-actions.h"
#include "ui/tempo/ct-tempo-button.h"
#include "ui/timbres/ct-timbre-map.h"
#include "ui/tools/ct-note-inspector.h"
#include "ui/tools/ct-quantise-box.h"
#include "ui/tools/ct-tool-bar.h"
#include "ui/tools/ct-tools.h"
#include "ui/tracks/ct-track-panel.h"
#include "ui/transcription/ct-track-finder.h"
#include "ui/transcription/ct-transcription-panel.h"
#include "ui/transport/ct-playback-actions.h"
#include "ui/transport/ct-playback.h"
#include "ui/transport/ct-transport-bar.h"
#include "ui/widgets/ct-notice.h"
#include "ui/widgets/ct-toast.h"
#include "ui/window/ct-activity-bar.h"
#include "ui/window/ct-audition.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-file-drop.h"
#include "ui/window/ct-focus-keeper.h"
#include "ui/window/ct-header-bar.h"
#include "ui/window/ct-recent.h"
#include "ui/window/ct-recording-locator.h"
#include "ui/window/ct-recovery-offer.h"
#include "ui/window/ct-save-guard.h"
#include "ui/window/ct-saver.h"
#include "ui/window/ct-settings.h"
#include "ui/window/ct-sidebar.h"
#include "ui/window/ct-start-page.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour-guide.h"
#include "ui/window/ct-window-keys.h"
#include "ui/window/ct-window-private.h"
#include "ui/window/ct-workspace.h"

struct _CtWindow
{
  AdwApplicationWindow parent;
  GSettings *settings;
  GtkWindow *asker; /* a weak pointer */
  CtWorkspace *workspace;
  GSignalGroup *document_signals, *autosave_signals;
  CtFileChooser *chooser;
  CtSaver *saver;
  CtSaveGuard *guard;
  CtRecordingLocator *locator;
  CtRecoveryOffer *recovery;
  CtPlayback *playback;
  CtPlaybackActions *playback_actions;
  CtTempoActions *tempo;
  CtTools *tools;
  CtSidebar *sidebar;
  CtTourGuide *guide;
  CtFocusKeeper *focus_keeper;

  CtToast *toasts;
  CtNotice *autosave_notice;
  GtkStack *pages;
  CtCanvas *canvas;
};

/* The other children of the template: each belongs to one of the objects above, or works by itself. */
static const char *const parts[] = { "header",   "recovery_notice", "recording_notice",
                                     "tour_bar", "activity_bar",    "start_page",
                                     "flap",     "sidebar",         "canvas_box",
                                     "tool_bar", "track_panel",     "quantise_box" };

enum
{
  PROP_SESSION = 1,
};

static guint open_signal, create_signal;

G_DEFINE_FINAL_TYPE (CtWindow, ct_window, ADW_TYPE_APPLICATION_WINDOW)

static gpointer
part (CtWindow *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self), CT_TYPE_WINDOW, name);
}

CtWorkspace *
ct_window_get_workspace (CtWindow *self)
{
  return self->workspace;
}

CtFileChooser *
ct_window_get_chooser (CtWindow *self)
{
  return self->chooser;
}

CtSaver *
ct_window_get_saver (CtWindow *self)
{
  return self->saver;
}

CtSidebar *
ct_window_get_sidebar (CtWindow *self)
{
  return self->sidebar;
}

CtQuantiseBox *
ct_window_get_quantise_box (CtWindow *self)
{
  return part (self, "quantise_box");
}

CtTourGuide *
ct_window_get_guide (CtWindow *self)
{
  return self->guide;
}

GSettings *
ct_window_get_settings (CtWindow *self)
{
  return self->settings;
}

void
ct_window_set_asker (CtWindow *self, GtkWindow *asker)
{
  g_set_weak_pointer (&self->asker, asker);
}

GtkWindow *
ct_window_get_asker (CtWindow *self)
{
  return self->asker;
}

CtSession *
ct_window_get_session (CtWindow *self)
{
  g_return_val_if_fail (CT_IS_WINDOW (self), NULL);
  return ct_workspace_get_session (self->workspace);
}

void
ct_window_set_session (CtWindow *self, CtSession *session)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  ct_workspace_set_session (self->workspace, session);
}

void
ct_window_toast (CtWindow *self, const char *text, gboolean offers_undo)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  ct_toast_send (gtk_widget_get_first_child (GTK_WIDGET (self->toasts)), text, offers_undo);
}

/* ---- the document ---- */

static void
session_changed (CtWindow *self)
{
  CtSession *session = ct_workspace_get_session (self->workspace);

  ct_notice_hide (self->autosave_notice);
  if (session)
    ct_settings_bind_session (self->settings, session);
  gtk_stack_set_visible_child_name (self->pages, session ? "document" : "start");
  if (session)
    gtk_widget_grab_focus (ct_canvas_get_stage (self->canvas));
  g_object_notify (G_OBJECT (self), "session");
}

static void
opened (CtWorkspace *workspace, GFile *file, CtWindow *self)
{
  ct_recent_add (file);
  /* the recording of a project is still to be found */
  if (ct_document_get_file (ct_workspace_get_document (workspace)))
    ct_recording_locator_find (self->locator);
}

/* Learns the tracks that were named; what there is to say of it, or NULL. */
static char *
remember_timbres (CtDocument *document)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  if (!ct_timbre_book_learn (ct_timbre_book_get_default (), document, added, &error))
    return g_strdup (error->message);
  if (added->len == 0)
    return NULL;
  g_ptr_array_add (added, NULL);
  names = g_strjoinv (C_ ("between the parts of a list", ", "), (char **) added->pdata);
  /* Translators: %s are the names of tracks */
  return g_strdup_printf (_ ("Will be recognized in other songs: %s"), names);
}

static void
saved (CtSaver *saver, GFile *file, CtWindow *self)
{
  g_autofree char *name = ct_file_display_name (g_file_peek_path (file));
  /* Translators: %s is the name of a file */
  g_autofree char *text = g_strdup_printf (_ ("Saved “%s”"), name);
  g_autofree char *taught = remember_timbres (ct_workspace_get_document (self->workspace));

  ct_recent_add (file);
  ct_window_toast (self, taught ? taught : text, FALSE);
}

static void
stepped (CtDocument *document, const char *name, gboolean undone, CtWindow *self)
{
  /* Translators: %s is the name of a step, like “Move Note” */
  g_autofree char *text = g_strdup_printf (undone ? _ ("Undo: %s") : _ ("Redo: %s"), name);

  ct_window_toast (self, text, FALSE);
}

static void
autosave_notified (CtAutosave *autosave, GParamSpec *pspec, CtWindow *self)
{
  const GError *error = ct_autosave_get_error (autosave);

  if (error)
    ct_notice_show (self->autosave_notice, error->message, NULL, NULL);
  else
    ct_notice_hide (self->autosave_notice);
}

CtWindow *
ct_window_get_free (CtWindow *self)
{
  g_autoptr (CtWindow) created = NULL; /* GTK keeps it */

  g_return_val_if_fail (CT_IS_WINDOW (self), NULL);
  if (!ct_workspace_get_session (self->workspace) && !ct_workspace_get_opening (self->workspace))
    return self;
  g_signal_emit (self, create_signal, 0, &created);
  return created;
}

static void
recover (CtRecoveryOffer *offer, CtRecoverable *recoverable, CtWindow *self)
{
  CtWindow *target = ct_window_get_free (self);
  g_autoptr (CtDocument) document = ct_document_new ();
  const CtProject *project = ct_recoverable_recover (recoverable, document);
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_workspace_take_session (target->workspace, session, ct_autosave_new_recovered (recoverable, document, session));
  ct_project_show (project, session);
  gtk_window_present (GTK_WINDOW (target));
  ct_recording_locator_find (target->locator);
}

void
ct_window_offer_recovery (CtWindow *self, GPtrArray *recoverables)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  ct_recovery_offer_take (self->recovery, recoverables);
}

static void
add_document (CtWindow *self)
{
  self->chooser = ct_file_chooser_new (GTK_WINDOW (self));
  self->saver = ct_saver_new (GTK_WINDOW (self), self->workspace, self->chooser);
  self->guard = ct_save_guard_new (GTK_WINDOW (self), self->workspace, self->saver);
  self->locator = ct_recording_locator_new (part (self, "recording_notice"), self->workspace, self->chooser);
  self->recovery = ct_recovery_offer_new (part (self, "recovery_notice"));
  self->document_signals = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_object (self->document_signals, "stepped", G_CALLBACK (stepped), self, 0);
  g_object_bind_property (self->workspace, "document", self->document_signals, "target", G_BINDING_DEFAULT);
  self->autosave_signals = g_signal_group_new (CT_TYPE_AUTOSAVE);
  g_signal_group_connect_object (self->autosave_signals, "notify::error", G_CALLBACK (autosave_notified), self, 0);
  g_object_bind_property (self->workspace, "autosave", self->autosave_signals, "target", G_BINDING_DEFAULT);
  g_object_bind_property (self->workspace, "analyser", part (self, "activity_bar"), "analyser", G_BINDING_DEFAULT);
  g_object_bind_property (part (self, "header"), "title", self, "title", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->workspace, "notify::session", G_CALLBACK (session_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "opened", G_CALLBACK (opened), self, 0);
  g_signal_connect_object (self->saver, "saved", G_CALLBACK (saved), self, 0);
  g_signal_connect_object (self->recovery, "recover", G_CALLBACK (recover), self, 0);
}

/* ---- closing ---- */

void
ct_window_leave (CtWindow *self, CtLeaveFunc func, gpointer data)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  ct_save_guard_leave (self->guard, func, data);
}

static void
remember_size (CtWindow *self)
{
  int width, height;

  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)) || gtk_window_is_fullscreen (GTK_WINDOW (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", CLAMP (width, 360, 16384));
  g_settings_set_int (self->settings, "window-height", CLAMP (height, 294, 16384));
}

void
ct_window_keep (CtWindow *self)
{
  CtAutosave *autosave;

  g_return_if_fail (CT_IS_WINDOW (self));
  autosave = ct_workspace_get_autosave (self->workspace);
  if (autosave)
    ct_autosave_flush (autosave);
}

void
ct_window_end (CtWindow *self)
{
  CtAutosave *autosave;

  g_return_if_fail (CT_IS_WINDOW (self));
  autosave = ct_workspace_get_autosave (self->workspace);
  if (autosave)
    ct_autosave_leave (autosave);
  remember_size (self);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
left (GtkWindow *window, gboolean may_leave, gpointer data)
{
  if (may_leave)
    gtk_window_close (window);
}

static gboolean
ct_window_close_request (GtkWindow *window)
{
  CtWindow *self = CT_WINDOW (window);

  if (!ct_save_guard_may_close (self->guard))
    {
      ct_save_guard_leave (self->guard, left, NULL);
      return TRUE;
    }
  remember_size (self);
  return GTK_WINDOW_CLASS (ct_window_parent_class)->close_request (window);
}

static void
ct_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, ct_window_get_session (CT_WINDOW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_window_set_session (CT_WINDOW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_window_dispose (GObject *object)
{
  CtWindow *self = CT_WINDOW (object);

  if (self->workspace)
    {
      g_signal_handlers_disconnect_by_data (self->workspace, self);
      ct_file_chooser_dismiss (self->chooser);
      ct_workspace_set_session (self->workspace, NULL);
      g_cancellable_cancel (ct_workspace_get_cancellable (self->workspace));
      ct_tour_guide_end (self->guide);
    }
  g_clear_weak_pointer (&self->asker);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->autosave_signals);
  g_clear_object (&self->focus_keeper);
  g_clear_object (&self->guide);
  g_clear_object (&self->sidebar);
  g_clear_object (&self->tools);
  g_clear_object (&self->tempo);
  g_clear_object (&self->playback_actions);
  g_clear_object (&self->playback);
  g_clear_object (&self->recovery);
  g_clear_object (&self->locator);
  g_clear_object (&self->guard);
  g_clear_object (&self->saver);
  g_clear_object (&self->chooser);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ct_window_parent_class)->dispose (object);
}

static void
ct_window_class_init (CtWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_window_get_property;
  object_class->set_property = ct_window_set_property;
  object_class->dispose = ct_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ct_window_close_request;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_EXPLICIT_NOTIFY));
  open_signal = g_signal_new ("open", CT_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                              G_TYPE_FILE);
  create_signal = g_signal_new ("create", CT_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, CT_TYPE_WINDOW, 0);
  g_type_ensure (CT_TYPE_ACTIVITY_BAR);
  g_type_ensure (CT_TYPE_CANVAS);
  g_type_ensure (CT_TYPE_HEADER_BAR);
  g_type_ensure (CT_TYPE_NOTE_INSPECTOR);
  g_type_ensure (CT_TYPE_NOTICE);
  g_type_ensure (CT_TYPE_QUANTISE_BOX);
  g_type_ensure (CT_TYPE_START_PAGE);
  g_type_ensure (CT_TYPE_TIMBRE_MAP);
  g_type_ensure (CT_TYPE_TOAST);
  g_type_ensure (CT_TYPE_TOOL_BAR);
  g_type_ensure (CT_TYPE_TOUR_BAR);
  g_type_ensure (CT_TYPE_TRACK_FINDER);
  g_type_ensure (CT_TYPE_TRACK_PANEL);
  g_type_ensure (CT_TYPE_TRANSCRIPTION_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CtWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, autosave_notice);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, canvas);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_class_bind_template_child_full (widget_class, parts[i], FALSE, 0);
}

static void
restore_size (CtWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
show_message (gpointer source, const char *text, CtWindow *self)
{
  ct_window_toast (self, text, FALSE);
}

void
ct_window_show_messages (CtWindow *self, gpointer source)
{
  g_signal_connect_object (source, "message", G_CALLBACK (show_message), self, 0);
}

static void
add_tools (CtWindow *self)
{
  self->tools = ct_tools_new (ct_canvas_get_stage (self->canvas), ct_canvas_get_note_layer (self->canvas));
  g_object_bind_property (self, "session", self->tools, "session", G_BINDING_SYNC_CREATE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "notes", ct_tools_get_actions (self->tools));
}

static void
add_playback (CtWindow *self)
{
  self->playback = ct_playback_new (FALSE);
  g_object_bind_property (self, "session", self->playback, "session", G_BINDING_SYNC_CREATE);
  g_settings_bind (self->settings, "output-device", ct_playback_get_settings (self->playback), "device",
                   G_SETTINGS_BIND_DEFAULT);
  self->playback_actions = ct_playback_actions_new (self->playback);
  ct_window_show_messages (self, self->playback);
  ct_window_show_messages (self, self->playback_actions);
  ct_audition_connect (self->playback, self->tools, self->canvas);
  g_object_bind_property (ct_playback_get_settings (self->playback), "semitones", self->canvas, "semitones",
                          G_BINDING_SYNC_CREATE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "playback",
                                  ct_playback_actions_get_group (self->playback_actions));
  gtk_box_append (part (self, "canvas_box"), ct_transport_bar_new (self->playback));
}

/* Behind the playback, whose time beats are tapped at. */
static void
add_tempo (CtWindow *self)
{
  GtkWidget *button = ct_tempo_button_new ();
  gpointer followers[] = { NULL, button };

  self->tempo = ct_tempo_actions_new (self->playback);
  followers[0] = self->tempo;
  for (gsize i = 0; i < G_N_ELEMENTS (followers); i++)
    {
      g_object_bind_property (self, "session", followers[i], "session", G_BINDING_SYNC_CREATE);
      g_object_bind_property (self->workspace, "beat-finder", followers[i], "beat-finder", G_BINDING_SYNC_CREATE);
    }
  ct_window_show_messages (self, self->tempo);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "tempo", ct_tempo_actions_get_group (self->tempo));
  ct_tool_bar_add (part (self, "tool_bar"), button);
}

/* Before the tempo, which then stands to its left. */
static void
add_key (CtWindow *self)
{
  CtPlaybackSettings *settings = ct_playback_get_settings (self->playback);
  GtkWidget *button = ct_key_button_new ();

  g_object_bind_property (settings, "semitones", button, "semitones", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "session", button, "session", G_BINDING_SYNC_CREATE);
  ct_tool_bar_add (part (self, "tool_bar"), button);
}

static void
add_sidebar (CtWindow *self)
{
  self->sidebar = ct_sidebar_new (part (self, "flap"), part (self, "sidebar"), self->settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "tracks", ct_track_panel_get_actions (part (self, "track_panel")));
}

static void
add_guide (CtWindow *self)
{
  const CtTourPlaces places = { part (self, "tour_bar"), self->canvas,
                                gtk_widget_get_last_child (part (self, "canvas_box")), self->sidebar };

  self->guide = ct_tour_guide_new (self->workspace, self->playback, self->settings, &places);
}

static void
add_keys (CtWindow *self)
{
  const CtWindowPanes panes = { ct_canvas_get_stage (self->canvas), self->sidebar, part (self, "track_panel") };

  ct_window_keys_add_to_stage (panes.stage);
  ct_window_keys_add_to_window (GTK_WIDGET (self), &panes);
}

static void
ask_to_open (GFile *file, gpointer self)
{
  g_signal_emit (self, open_signal, 0, file);
}

static void
file_picked (CtStartPage *page, GFile *file, CtWindow *self)
{
  ask_to_open (file, self);
}

static void
ct_window_init (CtWindow *self)
{
  /* before the template, which binds to its session */
  self->workspace = ct_workspace_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = ct_settings_new ();
  restore_size (self);
  add_document (self);
  add_tools (self);
  add_sidebar (self);
  add_playback (self);
  add_key (self);
  add_tempo (self);
  add_guide (self);
  add_keys (self);
  self->focus_keeper = ct_focus_keeper_new (GTK_WINDOW (self), GTK_WIDGET (self->canvas),
                                            ct_canvas_get_stage (self->canvas));
  ct_file_drop_add (GTK_WIDGET (self->toasts), ask_to_open, self);
  g_signal_connect_object (part (self, "start_page"), "open", G_CALLBACK (file_picked), self, 0);
}
