/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_BEAT_LAYER (ct_beat_layer_get_type ())
G_DECLARE_FINAL_TYPE (CtBeatLayer, ct_beat_layer, CT, BEAT_LAYER, CtLayer)

/* The lines of bars and beats on the canvas, where they are known and shown. */
GtkWidget *ct_beat_layer_new (void);

G_END_DECLS
