/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TOOL_BAR (ct_tool_bar_get_type ())
G_DECLARE_FINAL_TYPE (CtToolBar, ct_tool_bar, CT, TOOL_BAR, GtkWidget)

/* The row over the canvas: which tool is held, with the keys that take it up; how many uncertain notes are left, with
 * buttons that step from one to the next; and buttons that zoom. They act through
 * the actions "notes." of a widget above it, and leave the focus on the canvas. Property "session" (CtSession or
 * NULL). */
GtkWidget *ct_tool_bar_new (void);

/* Puts @child before the buttons that zoom. */
void ct_tool_bar_add (CtToolBar *self, GtkWidget *child);

G_END_DECLS
