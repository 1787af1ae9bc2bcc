/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-sidebar.h"

#include <adwaita.h>

struct _CtSidebar
{
  GObject parent_instance;
  AdwFlap *flap;
  AdwViewStack *stack;
  GSettings *settings;
  guint idle; /* source that applies a fold */
};

enum
{
  PROP_REVEALED = 1,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (CtSidebar, ct_sidebar, G_TYPE_OBJECT)

static GParamSpec *props[N_PROPS];

void
ct_sidebar_set_revealed (CtSidebar *self, gboolean revealed)
{
  g_return_if_fail (CT_IS_SIDEBAR (self));
  adw_flap_set_reveal_flap (self->flap, revealed);
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "sidebar-visible", revealed);
}

void
ct_sidebar_show_page (CtSidebar *self, const char *page)
{
  g_return_if_fail (CT_IS_SIDEBAR (self));
  if (page)
    adw_view_stack_set_visible_child_name (self->stack, page);
  if (page || adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, page != NULL);
}

GtkWidget *
ct_sidebar_get_pages (CtSidebar *self)
{
  g_return_val_if_fail (CT_IS_SIDEBAR (self), NULL);
  return GTK_WIDGET (self->stack);
}

GtkWidget *
ct_sidebar_get_widget (CtSidebar *self)
{
  g_return_val_if_fail (CT_IS_SIDEBAR (self), NULL);
  return adw_flap_get_flap (self->flap);
}

static void
apply_folded (CtSidebar *self)
{
  if (!adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "sidebar-visible"));
}

static gboolean
apply_folded_once (gpointer data)
{
  CtSidebar *self = data;

  self->idle = 0;
  apply_folded (self);
  return G_SOURCE_REMOVE;
}

/* The flap folds during size allocation, when no widget may ask for another size. */
static void
folded (CtSidebar *self)
{
  if (!self->idle)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, apply_folded_once, self, NULL);
}

static void
revealed (CtSidebar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REVEALED]);
}

static void
page_changed (CtSidebar *self)
{
  g_settings_set_string (self->settings, "sidebar-page", adw_view_stack_get_visible_child_name (self->stack));
}

static void
ct_sidebar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtSidebar *self = CT_SIDEBAR (object);

  if (id == PROP_REVEALED)
    g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_sidebar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REVEALED)
    ct_sidebar_set_revealed (CT_SIDEBAR (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_sidebar_finalize (GObject *object)
{
  CtSidebar *self = CT_SIDEBAR (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_object_unref (self->flap);
  g_object_unref (self->stack);
  g_object_unref (self->settings);
  G_OBJECT_CLASS (ct_sidebar_parent_class)->finalize (object);
}

static void
ct_sidebar_class_init (CtSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_sidebar_get_property;
  object_class->set_property = ct_sidebar_set_property;
  object_class->finalize = ct_sidebar_finalize;
  props[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, TRUE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_sidebar_init (CtSidebar *self)
{
}

CtSidebar *
ct_sidebar_new (AdwFlap *flap, AdwViewStack *stack, GSettings *settings)
{
  CtSidebar *self = g_object_new (CT_TYPE_SIDEBAR, NULL);
  g_autofree char *page = g_settings_get_string (settings, "sidebar-page");

  self->flap = g_object_ref (flap);
  self->stack = g_object_ref (stack);
  self->settings = g_object_ref (settings);
  apply_folded (self);
  g_signal_connect_object (flap, "notify::folded", G_CALLBACK (folded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flap, "map", G_CALLBACK (folded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flap, "notify::reveal-flap", G_CALLBACK (revealed), self, G_CONNECT_SWAPPED);
  if (adw_view_stack_get_child_by_name (stack, page))
    adw_view_stack_set_visible_child_name (stack, page);
  g_signal_connect_object (stack, "notify::visible-child-name", G_CALLBACK (page_changed), self, G_CONNECT_SWAPPED);
  return self;
}
