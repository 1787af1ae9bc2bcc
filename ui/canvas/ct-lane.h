/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_LANE (ct_lane_get_type ())
G_DECLARE_DERIVABLE_TYPE (CtLane, ct_lane, CT, LANE, CtLayer)

/* A layer beside the notes that can have the focus, and show a popover: a menu or an entry. It is made invisible. */
struct _CtLaneClass
{
  CtLayerClass parent_class;

  /* The menu of what is at (@x, @y) is wanted. */
  void (*menu_asked) (CtLane *self, double x, double y);
  /* Whether the key meant something. */
  gboolean (*key_pressed) (CtLane *self, guint key, GdkModifierType state);
  /* It got the focus. */
  void (*focus_came) (CtLane *self);
};

/* The time at @x, which is never before 0; there must be a session. */
double ct_lane_time_at (CtLane *self, double x);

/* Shows @popover (taken) at @side of the place at @time_s that begins at @y and is as high as @height. */
void ct_lane_pop_up (CtLane *self, GtkWidget *popover, double time_s, int y, int height, GtkPositionType side);
/* The same with a menu. */
void ct_lane_pop_up_menu (CtLane *self, GMenuModel *menu, double time_s, int y, int height, GtkPositionType side);
/* Lets it disappear as by Escape. */
void ct_lane_pop_down (CtLane *self);
/* Takes it away at once. */
void ct_lane_drop_popover (CtLane *self);

G_END_DECLS
