/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIDGET_PICTURE_H
#define WIDGET_PICTURE_H

#include <gtk/gtk.h>

/* A window of this size that holds @child, on the screen and drawn. Destroy it with gtk_window_destroy(). */
GtkWidget *widget_picture_show (GtkWidget *child, int width, int height);

/* Runs the main loop until @widget was drawn again twice. */
void widget_picture_settle (GtkWidget *widget);

/* What @widget looks like: [height][width], 0xAARRGGBB; free it with g_free(). */
guint32 *widget_picture_take (GtkWidget *widget, int *width, int *height);

#endif
