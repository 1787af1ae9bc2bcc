/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_OVERVIEW (ct_overview_get_type ())
G_DECLARE_FINAL_TYPE (CtOverview, ct_overview, CT, OVERVIEW, CtLayer)

/* The whole song in a strip, with the part that is visible: dragged, it moves; dragged at an end, it grows; a click
 * elsewhere brings it there. */

GtkWidget *ct_overview_new (void);

G_END_DECLS
