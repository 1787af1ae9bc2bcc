/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-layer.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-note-keys.h"
#include "ui/tools/ct-tool-cursor.h"
#include "ui/tools/ct-tools.h"
#include "ui/widgets/ct-toast.h"

#define FIRST_DRAWN_S 0.25 /* the length of a note drawn by a click until one was drawn by a drag */

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

enum
{
  AUDITION,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtTools, ct_tools, G_TYPE_OBJECT)

CtDocument *
ct_tools_get_document (CtTools *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

GActionGroup *
ct_tools_get_actions (CtTools *self)
{
  g_return_val_if_fail (CT_IS_TOOLS (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

void
ct_tools_audition (CtTools *self, const CtEditNote *note)
{
  g_signal_emit (self, signals[AUDITION], 0, (guint) note->midi, (guint) note->velocity, (guint) note->track);
}

void
ct_tools_audition_cursor (CtTools *self)
{
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self),
                                                 ct_selection_get_cursor (ct_session_get_selection (self->session)));

  if (note)
    ct_tools_audition (self, note);
}

void
ct_tools_locate (CtTools *self, double x, double y, double *time_s, double *midi)
{
  const CtView *view = ct_session_get_view (self->session);

  *time_s = ct_view_time (view, MAX (gtk_widget_get_width (self->stage), 1), x);
  *midi = ct_view_midi (view, MAX (gtk_widget_get_height (self->stage), 1), y);
}

void
ct_tools_toast (CtTools *self, const char *text, gboolean offers_undo)
{
  if (self->stage)
    ct_toast_send (self->stage, text, offers_undo);
}

void
ct_tools_explain_locked (CtTools *self)
{
  CtDocument *document = ct_tools_get_document (self);
  guint32 id = ct_session_get_current_track (self->session);
  const CtEditTrack *track = ct_document_get_track (document, id);
  g_autofree char *name = track ? ct_document_dup_track_name (document, id) : NULL;
  g_autofree char *text = NULL;

  if (!track)
    text = g_strdup (_ ("Add a track first: there is none for the notes."));
  else if (track->locked)
    text = g_strdup_printf (_ ("“%s” is locked."), name);
  else
    text = g_strdup_printf (_ ("“%s” is hidden."), name);
  ct_tools_toast (self, text, FALSE);
}

gboolean
ct_tools_refuse (CtTools *self)
{
  if (!ct_session_get_preview (self->session))
    return FALSE;
  ct_tools_toast (self, _ ("Apply the preview to edit notes, or press Escape to end it."), FALSE);
  return TRUE;
}

/* ---- the pointer ---- */

/* A name of the system's, or NULL: the one of the tool. */
static const char *
hover_cursor (CtTools *self, CtNotePart part)
{
  CtTool tool = ct_session_get_tool (self->session);
  gboolean edge = part == CT_NOTE_PART_START || part == CT_NOTE_PART_END;

  if (tool == CT_TOOL_ERASE || tool == CT_TOOL_SPLIT || (tool == CT_TOOL_DRAW && !edge))
    return NULL;
  return edge ? "ew-resize" : part == CT_NOTE_PART_BODY ? "grab" : "default";
}

/* @name: of the system's, or NULL: the one of @tool. */
static void
set_cursor (CtTools *self, const char *name, CtTool tool)
{
  g_autoptr (GdkCursor) cursor = NULL;

  if (g_strcmp0 (name, self->cursor) == 0 && (name || tool == self->cursor_tool))
    return;
  self->cursor = name;
  self->cursor_tool = tool;
  cursor = name ? gdk_cursor_new_from_name (name, NULL) : ct_tool_cursor_new (tool);
  gtk_widget_set_cursor (self->stage, cursor);
}

void
ct_tools_update_cursor (CtTools *self)
{
  const char *name = NULL;
  CtNotePart part = CT_NOTE_PART_NONE;

  if (!self->stage)
    return;
  if (!self->session)
    {
      set_cursor (self, NULL, CT_TOOL_SELECT);
      return;
    }
  name = ct_tools_get_drag_cursor (self);
  if (!name && self->pointer_x >= 0)
    {
      ct_note_picker_pick (self->session, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage),
                           self->pointer_x, self->pointer_y, &part);
      name = hover_cursor (self, part);
    }
  set_cursor (self, name, ct_session_get_tool (self->session));
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, CtTools *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (!self->drag)
    ct_tools_update_cursor (self);
}

static void
pointer_left (GtkEventControllerMotion *motion, CtTools *self)
{
  self->pointer_x = self->pointer_y = -1;
}

void
ct_tools_add_controller (CtTools *self, GtkEventController *controller)
{
  gtk_widget_add_controller (self->stage, controller);
  g_ptr_array_add (self->controllers, controller);
}

static void
attach_motion (CtTools *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), self);
  ct_tools_add_controller (self, motion);
}

/* ---- following the session ---- */

static void
update_label (CtTools *self)
{
  g_autofree char *what = self->session ? ct_note_text_dup_spoken (self->session) : NULL;
  g_autofree char *label = NULL;

  if (!self->stage)
    return;
  /* Translators: the main view for a screen reader; %s describes the selection */
  label = what ? g_strdup_printf (_ ("Notes: %s"), what) : g_strdup (_ ("Spectrogram and notes"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stage), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Period and comma select the next and previous note; the arrow keys move it."),
                                  -1);
}

static void
selection_changed (CtTools *self)
{
  ct_tools_update_actions (self);
  update_label (self);
}

static void
document_changed (CtTools *self)
{
  ct_tools_cancel_drag (self);
  selection_changed (self);
  ct_tools_update_cursor (self);
}

void
ct_tools_set_session (CtTools *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TOOLS (self));
  if (self->session == session)
    return;
  ct_tools_cancel_drag (self);
  if (self->pasting)
    g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  if (self->menu)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->of_session, session);
  g_signal_group_set_target (self->of_selection, session ? ct_session_get_selection (session) : NULL);
  g_signal_group_set_target (self->of_document, ct_tools_get_document (self));
  selection_changed (self);
  ct_tools_update_cursor (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/* ---- the object ---- */

static void
ct_tools_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TOOLS (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tools_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_tools_set_session (CT_TOOLS (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
detach (CtTools *self)
{
  for (guint i = 0; self->stage && i < self->controllers->len; i++)
    gtk_widget_remove_controller (self->stage, g_ptr_array_index (self->controllers, i));
  g_ptr_array_set_size (self->controllers, 0);
  self->drag_gesture = NULL;
  if (self->menu)
    gtk_widget_unparent (self->menu);
  if (self->stage)
    gtk_widget_insert_action_group (self->stage, "notes", NULL);
  g_clear_weak_pointer (&self->stage);
  g_clear_weak_pointer (&self->layer);
}

static void
ct_tools_dispose (GObject *object)
{
  CtTools *self = CT_TOOLS (object);

  ct_tools_set_session (self, NULL);
  if (self->controllers)
    detach (self);
  g_clear_pointer (&self->controllers, g_ptr_array_unref);
  g_clear_object (&self->of_session);
  g_clear_object (&self->of_selection);
  g_clear_object (&self->of_document);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (ct_tools_parent_class)->dispose (object);
}

static void
ct_tools_class_init (CtToolsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_tools_get_property;
  object_class->set_property = ct_tools_set_property;
  object_class->dispose = ct_tools_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[AUDITION] = g_signal_new ("audition", CT_TYPE_TOOLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                    G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);
}

static void
ct_tools_init (CtTools *self)
{
  self->pointer_x = self->pointer_y = self->menu_x = -1;
  self->drawn_length_s = FIRST_DRAWN_S;
  self->controllers = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "names-changed", G_CALLBACK (update_label), self);
  g_signal_group_connect_swapped (self->of_session, "notify::tool", G_CALLBACK (ct_tools_update_actions), self);
  g_signal_group_connect_swapped (self->of_session, "notify::tool", G_CALLBACK (ct_tools_update_cursor), self);
  g_signal_group_connect_swapped (self->of_session, "notify::select-mode", G_CALLBACK (ct_tools_update_actions), self);
  self->of_selection = g_signal_group_new (CT_TYPE_SELECTION);
  g_signal_group_connect_swapped (self->of_selection, "changed", G_CALLBACK (selection_changed), self);
  self->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->of_document, "changed", G_CALLBACK (document_changed), self);
}

CtTools *
ct_tools_new (GtkWidget *stage, CtNoteLayer *layer)
{
  CtTools *self = g_object_new (CT_TYPE_TOOLS, NULL);

  g_set_weak_pointer (&self->stage, stage);
  g_set_weak_pointer (&self->layer, layer);
  attach_motion (self);
  ct_tools_attach_drag (self);
  ct_tools_attach_menu (self);
  ct_tools_add_actions (self);
  ct_tools_add_controller (self, ct_note_keys_new ());
  gtk_widget_insert_action_group (stage, "notes", G_ACTION_GROUP (self->actions));
  selection_changed (self);
  return self;
}
