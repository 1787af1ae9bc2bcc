/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-activity-bar.h"

struct _CtActivityBar
{
  GtkWidget parent_instance;
  GBindingGroup *bindings; /* to the analyser */
  GtkWidget *box;
  GtkLabel *activity;
  GtkProgressBar *fraction;
};

enum
{
  PROP_ANALYSER = 1,
};

G_DEFINE_FINAL_TYPE (CtActivityBar, ct_activity_bar, GTK_TYPE_WIDGET)

void
ct_activity_bar_set_analyser (CtActivityBar *self, CtAnalyser *analyser)
{
  g_return_if_fail (CT_IS_ACTIVITY_BAR (self));
  g_binding_group_set_source (self->bindings, analyser);
  if (!analyser)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static gboolean
text_or_empty (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  const char *text = g_value_get_string (from);

  g_value_set_string (to, text ? text : "");
  return TRUE;
}

static void
ct_activity_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ANALYSER)
    g_value_take_object (value, g_binding_group_dup_source (CT_ACTIVITY_BAR (object)->bindings));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_activity_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ANALYSER)
    ct_activity_bar_set_analyser (CT_ACTIVITY_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_activity_bar_dispose (GObject *object)
{
  CtActivityBar *self = CT_ACTIVITY_BAR (object);

  g_clear_object (&self->bindings);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_activity_bar_parent_class)->dispose (object);
}

static void
ct_activity_bar_class_init (CtActivityBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_activity_bar_get_property;
  object_class->set_property = ct_activity_bar_set_property;
  object_class->dispose = ct_activity_bar_dispose;
  g_object_class_install_property (object_class, PROP_ANALYSER,
                                   g_param_spec_object ("analyser", NULL, NULL, CT_TYPE_ANALYSER,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-activity-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CtActivityBar, box);
  gtk_widget_class_bind_template_child (widget_class, CtActivityBar, activity);
  gtk_widget_class_bind_template_child (widget_class, CtActivityBar, fraction);
}

static void
ct_activity_bar_init (CtActivityBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "busy", self, "visible", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "fraction", self->fraction, "fraction", G_BINDING_SYNC_CREATE);
  g_binding_group_bind_full (self->bindings, "activity", self->activity, "label", G_BINDING_SYNC_CREATE, text_or_empty,
                             NULL, NULL, NULL);
}
