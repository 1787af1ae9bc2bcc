/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/canvas/ct-display-popover.h"
#include "ui/canvas/ct-keyboard.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"
#include "ui/timbres/ct-timbre-map.h"
#include "ui/tools/ct-note-inspector.h"
#include "ui/tools/ct-tools.h"
#include "ui/tracks/ct-track-panel.h"
#include "ui/transcription/ct-transcription-panel.h"
#include "ui/transport/ct-playback.h"
#include "ui/transport/ct-transport-bar.h"
#include "ui/widgets/ct-notice.h"
#include "ui/widgets/ct-toast.h"
#include "ui/window/ct-settings.h"
#include "ui/window/ct-start-page.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"
#include "ui/window/ct-window.h"

#define AUDITION_S 0.5
#define KEY_VELOCITY 90

enum
{
  PROP_SESSION = 1,
};

G_DEFINE_FINAL_TYPE (CtWindow, ct_window, ADW_TYPE_APPLICATION_WINDOW)

CtDocument *
ct_window_get_document (CtWindow *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

/* Keeps the desktop from ending its session over unsaved work. */
static void
update_inhibition (CtWindow *self, gboolean modified)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (!application || modified == (self->inhibited != 0))
    return;
  if (modified)
    self->inhibited = gtk_application_inhibit (application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_LOGOUT,
                                               _ ("Unsaved changes"));
  else
    {
      gtk_application_uninhibit (application, self->inhibited);
      self->inhibited = 0;
    }
}

static void
update_title (CtWindow *self)
{
  CtDocument *document = ct_window_get_document (self);
  const char *title = document ? ct_document_get_title (document) : g_get_application_name ();
  gboolean modified = document && ct_document_get_modified (document);
  g_autofree char *shown = ct_file_display_name (title ? title : "");

  adw_window_title_set_title (self->title, shown);
  /* Translators: under the name of a document that has changes which are not saved */
  adw_window_title_set_subtitle (self->title, modified ? _ ("Edited") : "");
  gtk_window_set_title (GTK_WINDOW (self), shown);
  update_inhibition (self, modified);
}

static void
document_notified (CtWindow *self)
{
  update_title (self);
  ct_window_update_actions (self);
}

static void
stepped (CtDocument *document, const char *name, gboolean undone, CtWindow *self)
{
  /* Translators: %s is the name of a step, like “Move Note” */
  g_autofree char *text = g_strdup_printf (undone ? _ ("Undo: %s") : _ ("Redo: %s"), name);

  ct_window_toast (self, text, FALSE);
}

static void
analyser_notified (CtWindow *self)
{
  const char *activity = ct_analyser_get_activity (self->analyser);

  gtk_widget_set_visible (self->progress, ct_analyser_get_busy (self->analyser));
  gtk_label_set_label (self->activity, activity ? activity : "");
  gtk_progress_bar_set_fraction (self->fraction, ct_analyser_get_fraction (self->analyser));
  ct_window_update_actions (self);
}

static void
autosave_notified (CtWindow *self)
{
  const GError *error = ct_autosave_get_error (self->autosave);

  if (error)
    ct_notice_show (self->autosave_notice, error->message, NULL, NULL);
  else
    ct_notice_hide (self->autosave_notice);
}

static void
connect_document (CtWindow *self, CtAutosave *autosave)
{
  CtDocument *document = ct_window_get_document (self);

  self->analyser = ct_analyser_new (document);
  self->autosave = autosave ? autosave : ct_autosave_new (document, self->session);
  g_signal_connect_object (document, "notify", G_CALLBACK (document_notified), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "stepped", G_CALLBACK (stepped), self, 0);
  g_signal_connect_object (ct_document_get_history (document), "notify", G_CALLBACK (ct_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->analyser, "notify", G_CALLBACK (analyser_notified), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->autosave, "notify::error", G_CALLBACK (autosave_notified), self, G_CONNECT_SWAPPED);
  ct_settings_bind_session (self->settings, self->session);
  analyser_notified (self);
}

/* Lets go of the document: whatever works for it ends, and what was kept for a crash is removed. */
static void
release_document (CtWindow *self)
{
  CtDocument *document = ct_window_get_document (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->opening);
  if (!document)
    return;
  g_signal_handlers_disconnect_by_data (document, self);
  g_signal_handlers_disconnect_by_data (ct_document_get_history (document), self);
  g_signal_handlers_disconnect_by_data (self->analyser, self);
  g_signal_handlers_disconnect_by_data (self->autosave, self);
  ct_analyser_cancel (self->analyser);
  g_clear_object (&self->analyser);
  ct_autosave_close (self->autosave);
  g_clear_object (&self->autosave);
  g_clear_object (&self->session);
}

CtSession *
ct_window_get_session (CtWindow *self)
{
  g_return_val_if_fail (CT_IS_WINDOW (self), NULL);
  return self->session;
}

void
ct_window_take_session (CtWindow *self, CtSession *session, CtAutosave *autosave)
{
  release_document (self);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->progress, FALSE);
  ct_notice_hide (self->recording_notice);
  ct_notice_hide (self->autosave_notice);
  if (session)
    {
      self->session = g_object_ref (session);
      connect_document (self, autosave);
    }
  gtk_stack_set_visible_child_name (self->pages, session ? "document" : "start");
  if (session)
    gtk_widget_grab_focus (ct_canvas_get_stage (self->canvas));
  document_notified (self);
  g_object_notify (G_OBJECT (self), "session");
}

void
ct_window_set_session (CtWindow *self, CtSession *session)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  if (self->session != session)
    ct_window_take_session (self, session, NULL);
}

CtWindow *
ct_window_get_free (CtWindow *self)
{
  if (!self->session && !self->opening)
    return self;
  return ct_window_new (gtk_window_get_application (GTK_WINDOW (self)));
}

void
ct_window_toast (CtWindow *self, const char *text, gboolean offers_undo)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  ct_toast_send (gtk_widget_get_first_child (GTK_WIDGET (self->toasts)), text, offers_undo);
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

static void
left (CtWindow *self, gboolean may_close, gpointer data)
{
  if (may_close)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
ct_window_close_request (GtkWindow *window)
{
  CtWindow *self = CT_WINDOW (window);

  if (!self->closing && self->session && ct_document_get_modified (ct_window_get_document (self)))
    {
      ct_window_leave (self, left, NULL);
      return TRUE;
    }
  remember_size (self);
  return GTK_WINDOW_CLASS (ct_window_parent_class)->close_request (window);
}

static void
ct_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_WINDOW (object)->session);
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

  release_document (self);
  if (self->tour)
    ct_tour_end (self->tour);
  g_clear_object (&self->tour);
  g_clear_object (&self->tools);
  g_clear_object (&self->playback);
  g_clear_object (&self->settings);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->recoverables, g_ptr_array_unref);
  G_OBJECT_CLASS (ct_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CtWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, display_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, record_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, recovery_notice);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, recording_notice);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, autosave_notice);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, tour_bar);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, activity);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, fraction);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, canvas_box);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, canvas);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, track_panel);
}

static void
ct_window_class_init (CtWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_window_get_property;
  object_class->set_property = ct_window_set_property;
  object_class->dispose = ct_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ct_window_close_request;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_EXPLICIT_NOTIFY));
  g_type_ensure (CT_TYPE_CANVAS);
  g_type_ensure (CT_TYPE_DISPLAY_POPOVER);
  g_type_ensure (CT_TYPE_NOTE_INSPECTOR);
  g_type_ensure (CT_TYPE_NOTICE);
  g_type_ensure (CT_TYPE_START_PAGE);
  g_type_ensure (CT_TYPE_TIMBRE_MAP);
  g_type_ensure (CT_TYPE_TOUR_BAR);
  g_type_ensure (CT_TYPE_TRACK_PANEL);
  g_type_ensure (CT_TYPE_TRANSCRIPTION_PANEL);
  bind_template (GTK_WIDGET_CLASS (klass));
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
page_changed (AdwViewStack *sidebar, GParamSpec *pspec, CtWindow *self)
{
  g_settings_set_string (self->settings, "sidebar-page", adw_view_stack_get_visible_child_name (sidebar));
}

/* While the window is narrow the sidebar lies over the canvas, hidden at first; wide again, it is as it was. */
static void
apply_folded (CtWindow *self)
{
  if (self->settings && !adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "sidebar-visible"));
  if (self->settings)
    ct_window_update_actions (self);
}

static gboolean
apply_folded_once (gpointer self)
{
  apply_folded (self);
  return G_SOURCE_REMOVE;
}

/* It folds while sizes are given out, when no widget may ask for another one. */
static void
folded (CtWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, apply_folded_once, g_object_ref (self), g_object_unref);
}

static void
restore_sidebar (CtWindow *self)
{
  g_autofree char *page = g_settings_get_string (self->settings, "sidebar-page");

  apply_folded (self);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "map", G_CALLBACK (folded), self, G_CONNECT_SWAPPED);
  if (adw_view_stack_get_child_by_name (self->sidebar, page))
    adw_view_stack_set_visible_child_name (self->sidebar, page);
  g_signal_connect_object (self->sidebar, "notify::visible-child-name", G_CALLBACK (page_changed), self, 0);
}

static void
told (CtPlayback *playback, const char *text, CtWindow *self)
{
  ct_window_toast (self, text, FALSE);
}

/* A note that was drawn, moved or clicked is heard. */
static void
auditioned (CtTools *tools, guint midi, guint velocity, guint track, CtWindow *self)
{
  ct_playback_audition (self->playback, track, midi, velocity, AUDITION_S);
}

/* A key of the drawn piano sounds like the current track as long as it is down. */
static void
key_pressed (CtKeyboard *keyboard, guint midi, CtWindow *self)
{
  ct_playback_audition (self->playback, self->session ? ct_session_get_current_track (self->session) : 0, midi,
                        KEY_VELOCITY, INFINITY);
}

static void
key_released (CtKeyboard *keyboard, guint midi, CtWindow *self)
{
  ct_playback_hush (self->playback, midi);
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
  CtKeyboard *keyboard = ct_canvas_get_keyboard (self->canvas);

  self->playback = ct_playback_new (FALSE);
  g_object_bind_property (self, "session", self->playback, "session", G_BINDING_SYNC_CREATE);
  g_settings_bind (self->settings, "output-device", self->playback, "device", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->playback, "message", G_CALLBACK (told), self, 0);
  g_signal_connect_object (self->tools, "audition", G_CALLBACK (auditioned), self, 0);
  g_signal_connect_object (keyboard, "pressed", G_CALLBACK (key_pressed), self, 0);
  g_signal_connect_object (keyboard, "released", G_CALLBACK (key_released), self, 0);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "playback", ct_playback_get_actions (self->playback));
  gtk_box_append (self->canvas_box, ct_transport_bar_new (self->playback));
}

static void
ct_window_init (CtWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = ct_settings_new ();
  self->cancellable = g_cancellable_new ();
  restore_size (self);
  ct_window_add_actions (self);
  restore_sidebar (self);
  add_tools (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "tracks", ct_track_panel_get_actions (self->track_panel));
  add_playback (self);
  ct_window_add_tour (self);
  ct_window_add_keys (self);
  ct_window_accept_drops (self);
  ct_window_connect_recovery (self);
  g_signal_connect_object (self->recording_notice, "accepted", G_CALLBACK (ct_window_locate_recording), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start_page, "open", G_CALLBACK (ct_window_open), self, G_CONNECT_SWAPPED);
  document_notified (self);
}

CtWindow *
ct_window_new (GtkApplication *application)
{
  return g_object_new (CT_TYPE_WINDOW, "application", application, NULL);
}
