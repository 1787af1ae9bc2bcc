/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_COLOR_BUTTON (ct_color_button_get_type ())
G_DECLARE_FINAL_TYPE (CtColorButton, ct_color_button, CT, COLOR_BUTTON, GtkWidget)

/* A small button that shows a color and offers the colors of tracks, which color-blind people can tell apart, and any
 * other. Its popover is built when it is first opened, so that hundreds of buttons cost little.
 *
 * Signal "chosen" (0xRRGGBB: uint): the user has chosen a color. */
GtkWidget *ct_color_button_new (void);
void ct_color_button_set_rgb (CtColorButton *self, guint32 rgb);
/* Its accessible label. */
void ct_color_button_set_label (CtColorButton *self, const char *label);

G_END_DECLS
