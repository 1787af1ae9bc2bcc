/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* How the canvas moves: wheel, touchpad, pinch, the middle button, scrollbars, and following the playhead. A helper of
 * CtCanvas, no widget. */
typedef struct _CtCanvasScroll CtCanvasScroll;

/* @canvas has the session, @stage spans its view; both are borrowed and outlive it. */
CtCanvasScroll *ct_canvas_scroll_new (CtLayer *canvas, GtkWidget *stage);
void ct_canvas_scroll_free (CtCanvasScroll *self);
/* A scrollbar of the view; whoever places it owns it. */
GtkWidget *ct_canvas_scroll_get_bar (CtCanvasScroll *self, GtkOrientation orientation);
/* Wheel and pinch act on @widget, too, which shares the stage's axes as told (a ruler, a keyboard). */
void ct_canvas_scroll_attach (CtCanvasScroll *self, GtkWidget *widget, gboolean has_time, gboolean has_pitch);
/* What changed in the session (CtLayerChange flags). */
void ct_canvas_scroll_changed (CtCanvasScroll *self, guint changes);
/* While someone drags the playhead the view stays where it is. */
void ct_canvas_scroll_hold (CtCanvasScroll *self, gboolean held);

G_END_DECLS
