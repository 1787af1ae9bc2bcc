/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_OVERVIEW (ct_overview_get_type ())
G_DECLARE_FINAL_TYPE (CtOverview, ct_overview, CT, OVERVIEW, CtLayer)

/* A strip with the whole song in which the visible part is marked. Dragging the part moves it, dragging an end resizes
 * it, and a click elsewhere moves it there. */

GtkWidget *ct_overview_new (void);

G_END_DECLS
