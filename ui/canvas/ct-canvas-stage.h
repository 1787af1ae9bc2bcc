/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_CANVAS_STAGE (ct_canvas_stage_get_type ())
G_DECLARE_FINAL_TYPE (CtCanvasStage, ct_canvas_stage, CT, CANVAS_STAGE, CtLayer)

/* The focusable area of the notes: a stack of layers that span exactly the session's view. Reports to the session where
 * the pointer is. */

GtkWidget *ct_canvas_stage_new (void);
/* Puts @layer on top of the others and binds it to the stage's session. */
void ct_canvas_stage_add_layer (CtCanvasStage *self, GtkWidget *layer);

G_END_DECLS
