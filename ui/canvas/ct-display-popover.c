/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-display-popover.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "ui/canvas/ct-color-map.h"
#include "ui/session/ct-display.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-drop-down.h"

enum
{
  PROP_SESSION = 1,
};

struct _CtDisplayPopover
{
  GtkPopover parent;
  CtSession *session;
  GBindingGroup *bindings; /* of the session's display */
  GtkAdjustment *gain, *contrast, *fundamentals;
  GtkWidget *gain_scale, *contrast_scale, *fundamentals_scale;
  GtkDropDown *map_drop_down, *opacity_drop_down;
  GtkWidget *uncertain_check;
  GtkWidget *bars_check;
  GtkWidget *chords_check;
};

G_DEFINE_FINAL_TYPE (CtDisplayPopover, ct_display_popover, GTK_TYPE_POPOVER)

const char *const *
ct_display_popover_color_map_names (void)
{
  static const char *names[CT_N_COLOR_MAPS + 1];

  for (guint name = 0; name < CT_N_COLOR_MAPS; name++)
    names[name] = ct_color_map_get_label (name);
  return names;
}

const char *const *
ct_display_popover_note_opacity_names (void)
{
  static const char *names[CT_NOTE_OPACITY_SOLID + 2];

  /* Translators: what the opacity of notes stands for */
  names[CT_NOTE_OPACITY_VELOCITY] = _ ("Velocity");
  names[CT_NOTE_OPACITY_CONFIDENCE] = _ ("Confidence");
  /* Translators: all notes are opaque */
  names[CT_NOTE_OPACITY_SOLID] = _ ("Uniform");
  return names;
}

const char *const *
ct_display_popover_follow_names (void)
{
  static const char *names[CT_FOLLOW_OFF + 2];

  /* Translators: how the view follows the playhead */
  names[CT_FOLLOW_PAGE] = _ ("By page");
  names[CT_FOLLOW_CENTRE] = _ ("Centered");
  names[CT_FOLLOW_OFF] = _ ("Off");
  return names;
}

static gboolean
enum_to_place (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_uint (to, (guint) g_value_get_enum (from));
  return TRUE;
}

static gboolean
place_to_enum (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  if (g_value_get_uint (from) == GTK_INVALID_LIST_POSITION)
    return FALSE;
  g_value_set_enum (to, (int) g_value_get_uint (from));
  return TRUE;
}

void
ct_display_popover_set_session (CtDisplayPopover *self, CtSession *session)
{
  g_return_if_fail (CT_IS_DISPLAY_POPOVER (self));
  if (!g_set_object (&self->session, session))
    return;
  g_binding_group_set_source (self->bindings, session ? ct_session_get_display (session) : NULL);
  g_object_notify (G_OBJECT (self), "session");
}

static void
ct_display_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_DISPLAY_POPOVER (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_display_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_display_popover_set_session (CT_DISPLAY_POPOVER (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_display_popover_dispose (GObject *object)
{
  ct_display_popover_set_session (CT_DISPLAY_POPOVER (object), NULL);
  g_clear_object (&CT_DISPLAY_POPOVER (object)->bindings);
  G_OBJECT_CLASS (ct_display_popover_parent_class)->dispose (object);
}

static void
ct_display_popover_class_init (CtDisplayPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_display_popover_get_property;
  object_class->set_property = ct_display_popover_set_property;
  object_class->dispose = ct_display_popover_dispose;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_EXPLICIT_NOTIFY));
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-display-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, gain);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, contrast);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, fundamentals);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, gain_scale);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, contrast_scale);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, fundamentals_scale);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, map_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, opacity_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, uncertain_check);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, bars_check);
  gtk_widget_class_bind_template_child (widget_class, CtDisplayPopover, chords_check);
}

static void
set_names (GtkDropDown *drop_down, const char *const *names)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (names);

  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  ct_drop_down_name_button (drop_down);
}

static void
bind_display (CtDisplayPopover *self)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "gain-db", self->gain, "value", flags);
  g_binding_group_bind (self->bindings, "contrast", self->contrast, "value", flags);
  g_binding_group_bind (self->bindings, "fundamentals", self->fundamentals, "value", flags);
  g_binding_group_bind (self->bindings, "show-uncertain", self->uncertain_check, "active", flags);
  g_binding_group_bind (self->bindings, "show-bars", self->bars_check, "active", flags);
  g_binding_group_bind (self->bindings, "show-chords", self->chords_check, "active", flags);
  g_binding_group_bind_full (self->bindings, "color-map", self->map_drop_down, "selected", flags, enum_to_place,
                             place_to_enum, NULL, NULL);
  g_binding_group_bind_full (self->bindings, "note-opacity", self->opacity_drop_down, "selected", flags, enum_to_place,
                             place_to_enum, NULL, NULL);
}

static void
ct_display_popover_init (CtDisplayPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_names (self->map_drop_down, ct_display_popover_color_map_names ());
  set_names (self->opacity_drop_down, ct_display_popover_note_opacity_names ());
  bind_display (self);
  ct_control_rows_reset_by_double_click (self->gain_scale, self->gain, 0);
  ct_control_rows_reset_by_double_click (self->contrast_scale, self->contrast, 1);
  ct_control_rows_reset_by_double_click (self->fundamentals_scale, self->fundamentals, CT_DISPLAY_FUNDAMENTALS);
}
