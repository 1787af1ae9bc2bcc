/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*CtFileDropFunc) (GFile *file, gpointer data);

/* Lets files be dropped anywhere on @area, which shows it: @func gets each of them. @data is borrowed and has to
 * outlive @area. */
void ct_file_drop_add (GtkWidget *area, CtFileDropFunc func, gpointer data);

G_END_DECLS
