/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* Moves the canvas: by wheel, touchpad, pinch, middle button and scrollbars, and after the playhead. A helper of
 * CtCanvas, not a widget. */
typedef struct _CtCanvasScroll CtCanvasScroll;

/* @canvas has the session, @stage spans its view. Both are borrowed and must outlive it. */
CtCanvasScroll *ct_canvas_scroll_new (CtLayer *canvas, GtkWidget *stage);
void ct_canvas_scroll_free (CtCanvasScroll *self);
/* A new scrollbar for the view, with a floating reference. */
GtkWidget *ct_canvas_scroll_get_bar (CtCanvasScroll *self, GtkOrientation orientation);
/* Lets wheel and pinch act on another widget that shares an axis of the stage (a ruler, a keyboard). */
void ct_canvas_scroll_attach (CtCanvasScroll *self, GtkWidget *widget, gboolean has_time, gboolean has_pitch);
/* To be called when the session changes; @changes: CtLayerChange flags. */
void ct_canvas_scroll_changed (CtCanvasScroll *self, guint changes);
/* While @held the view does not follow the playhead: the user is dragging it. */
void ct_canvas_scroll_hold (CtCanvasScroll *self, gboolean held);

G_END_DECLS
