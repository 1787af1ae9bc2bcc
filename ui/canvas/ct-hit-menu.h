/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-percussion.h"

G_BEGIN_DECLS

/* The menu of a row of drum hits, whose actions (hits.…) a lane has; @group: its place;
 * @can_compare: the sounds of its hits can be told apart. */
GMenuModel *ct_hit_menu_new (const CtPercussion *percussion, guint group, gboolean can_compare);

/* A popover with an entry of @name; when that is confirmed, @renamed is called with @data, an object, and the entry. */
GtkWidget *ct_hit_menu_name_new (const char *name, GCallback renamed, gpointer data);

G_END_DECLS
