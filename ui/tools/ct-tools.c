/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/canvas/ct-note-layer.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-note-keys.h"
#include "ui/tools/ct-tools.h"
#include "ui/widgets/ct-popover.h"

#define FIRST_DRAWN_S 0.25 /* the length of a note drawn by a click until one was drawn by a drag */

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTools, ct_tools, G_TYPE_OBJECT)

GActionGroup *
ct_tools_get_actions (CtTools *self)
{
  g_return_val_if_fail (CT_IS_TOOLS (self), NULL);
  return G_ACTION_GROUP (self->actions);
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
    ct_popover_drop (self->menu);
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
  g_signal_new ("audition", CT_TYPE_TOOLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_UINT,
                G_TYPE_UINT, G_TYPE_UINT);
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
  ct_tools_attach_motion (self);
  ct_tools_attach_drag (self);
  ct_tools_attach_menu (self);
  ct_tools_add_actions (self);
  ct_tools_add_controller (self, ct_note_keys_new ());
  gtk_widget_insert_action_group (stage, "notes", G_ACTION_GROUP (self->actions));
  selection_changed (self);
  return self;
}
