/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-panel.h"

#include <gtk/gtk.h>

#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-actions.h"
#include "ui/tracks/ct-track-bar.h"
#include "ui/tracks/ct-track-list.h"
#include "ui/widgets/ct-popover.h"

struct _CtTrackPanel
{
  GtkWidget parent_instance;

  CtTrackActions *actions;
  GSignalGroup *of_selection; /* of notes */

  GtkWidget *box;
  CtTrackList *list;
  CtSplitBox *split_box;
  GtkWidget *menu;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTrackPanel, ct_track_panel, GTK_TYPE_WIDGET)

static void
update_actions (CtTrackPanel *self)
{
  ct_track_actions_update (self->actions);
}

CtSession *
ct_track_panel_get_session (CtTrackPanel *self)
{
  g_return_val_if_fail (CT_IS_TRACK_PANEL (self), NULL);
  return ct_track_list_get_session (self->list);
}

void
ct_track_panel_set_session (CtTrackPanel *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TRACK_PANEL (self));
  if (ct_track_list_get_session (self->list) == session)
    return;
  g_signal_group_set_target (self->of_selection, session ? ct_session_get_selection (session) : NULL);
  ct_split_box_set_session (self->split_box, session);
  ct_track_list_set_session (self->list, session);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

GActionGroup *
ct_track_panel_get_actions (CtTrackPanel *self)
{
  g_return_val_if_fail (CT_IS_TRACK_PANEL (self), NULL);
  return ct_track_actions_get_group (self->actions);
}

static void
on_menu (CtTrackPanel *self, double x, double y, GtkWidget *list)
{
  double menu_x, menu_y;

  if (!gtk_widget_translate_coordinates (list, GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) menu_x, (int) menu_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ct_track_list_open_menu (CT_TRACK_PANEL (widget)->list);
  return GDK_EVENT_STOP;
}

/* ---- construction ---- */

static void
ct_track_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, ct_track_panel_get_session (CT_TRACK_PANEL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_track_panel_set_session (CT_TRACK_PANEL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_track_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CtTrackPanel *self = CT_TRACK_PANEL (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
ct_track_panel_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gtk_widget_measure (CT_TRACK_PANEL (widget)->box, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
ct_track_panel_dispose (GObject *object)
{
  CtTrackPanel *self = CT_TRACK_PANEL (object);

  ct_track_panel_set_session (self, NULL);
  g_clear_pointer (&self->menu, ct_popover_drop);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->of_selection);
  G_OBJECT_CLASS (ct_track_panel_parent_class)->dispose (object);
}

static void
ct_track_panel_finalize (GObject *object)
{
  ct_track_actions_free (CT_TRACK_PANEL (object)->actions);
  G_OBJECT_CLASS (ct_track_panel_parent_class)->finalize (object);
}

static void
ct_track_panel_class_init (CtTrackPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_track_panel_get_property;
  object_class->set_property = ct_track_panel_set_property;
  object_class->dispose = ct_track_panel_dispose;
  object_class->finalize = ct_track_panel_finalize;
  widget_class->size_allocate = ct_track_panel_size_allocate;
  widget_class->measure = ct_track_panel_measure;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "tracks.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "tracks.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "tracks.move-down", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
}

static void
ct_track_panel_init (CtTrackPanel *self)
{
  g_autoptr (GMenuModel) menu = ct_track_actions_new_menu ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->list = CT_TRACK_LIST (ct_track_list_new ());
  self->split_box = CT_SPLIT_BOX (ct_split_box_new ());
  gtk_box_append (GTK_BOX (self->box), ct_track_bar_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->split_box));
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  self->actions = ct_track_actions_new (self->list, self->split_box);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "tracks", ct_track_actions_get_group (self->actions));
  self->of_selection = g_signal_group_new (CT_TYPE_SELECTION);
  g_signal_group_connect_swapped (self->of_selection, "changed", G_CALLBACK (update_actions), self);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "menu", G_CALLBACK (on_menu), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

void
ct_track_panel_focus (CtTrackPanel *self)
{
  g_return_if_fail (CT_IS_TRACK_PANEL (self));
  ct_track_list_focus (self->list);
}

GtkWidget *
ct_track_panel_new (void)
{
  return g_object_new (CT_TYPE_TRACK_PANEL, NULL);
}
