/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens the menu of bars and beats at @time_s, below @x of @widget: actions "tempo.", which get that time. */
void ct_beat_menu_show (GtkWidget *widget, double time_s, double x);
/* For the size_allocate() of @widget: lets its menu, if any, take the size it needs. */
void ct_beat_menu_present (GtkWidget *widget);
/* Drops the menu that @widget has, if any. */
void ct_beat_menu_drop (GtkWidget *widget);

/* The menu. */
GMenuModel *ct_beat_menu_new (double time_s);

G_END_DECLS
