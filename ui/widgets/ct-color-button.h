/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_COLOR_BUTTON (ct_color_button_get_type ())
G_DECLARE_FINAL_TYPE (CtColorButton, ct_color_button, CT, COLOR_BUTTON, GtkWidget)

/* A small button with a color, that offers those of tracks, which color-blind people tell apart, and any other. What it
 * offers is made when it is asked for, so that hundreds of buttons cost little.
 *
 * Signal "chosen" (0xRRGGBB: uint) by a person. */
GtkWidget *ct_color_button_new (void);
void ct_color_button_set_rgb (CtColorButton *self, guint32 rgb);
/* What a screen reader calls it. */
void ct_color_button_set_label (CtColorButton *self, const char *label);

G_END_DECLS
