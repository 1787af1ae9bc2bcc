/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-canvas-stage.h"

#include <glib-object.h>
#include <glib/gi18n.h>

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

struct _CtCanvasStage
{
  CtLayer parent_instance;
  gboolean pointed; /* whether the pointer is over it */
  double pointer_x, pointer_y;
};

G_DEFINE_FINAL_TYPE (CtCanvasStage, ct_canvas_stage, CT_TYPE_LAYER)

void
ct_canvas_stage_add_layer (CtCanvasStage *self, GtkWidget *layer)
{
  g_return_if_fail (CT_IS_CANVAS_STAGE (self));
  g_return_if_fail (CT_IS_LAYER (layer));
  gtk_widget_set_parent (layer, GTK_WIDGET (self));
  g_object_bind_property (self, "session", layer, "session", G_BINDING_SYNC_CREATE);
}

static void
report_hover (CtCanvasStage *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  const CtView *view;

  if (!self->pointed || !session || width <= 0 || height <= 0)
    return;
  view = ct_session_get_view (session);
  ct_session_set_hover (session, ct_view_time (view, width, self->pointer_x),
                        ct_view_midi (view, height, self->pointer_y));
}

static void
moved (GtkEventControllerMotion *motion, double x, double y, CtCanvasStage *self)
{
  self->pointed = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  report_hover (self);
}

static void
left (GtkEventControllerMotion *motion, CtCanvasStage *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));

  self->pointed = FALSE;
  if (session)
    ct_session_clear_hover (session);
}

/* What is under a pointer that rests changes when the view does. */
static void
changed (CtLayer *layer, guint changes)
{
  if (changes & CT_LAYER_VIEW)
    report_hover (CT_CANVAS_STAGE (layer));
}

static void
ct_canvas_stage_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ct_canvas_stage_parent_class)->dispose (object);
}

static void
ct_canvas_stage_class_init (CtCanvasStageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_canvas_stage_dispose;
  CT_LAYER_CLASS (klass)->changed = changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ct_canvas_stage_init (CtCanvasStage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (moved), self);
  g_signal_connect (motion, "motion", G_CALLBACK (moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (left), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Spectrogram and notes"),
                                  -1);
}

GtkWidget *
ct_canvas_stage_new (void)
{
  return g_object_new (CT_TYPE_CANVAS_STAGE, NULL);
}
