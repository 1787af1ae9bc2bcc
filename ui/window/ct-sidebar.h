/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CT_TYPE_SIDEBAR (ct_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CtSidebar, ct_sidebar, CT, SIDEBAR, GObject)

/* The sidebar of a window: @flap beside the canvas, with the pages of @stack. Restores and remembers in @settings
 * whether it is revealed and which page it shows. While the window is narrow the sidebar lies over the canvas, hidden
 * at first; wide again, it is as it was.
 *
 * Properties: revealed (boolean, notifies). */
CtSidebar *ct_sidebar_new (AdwFlap *flap, AdwViewStack *stack, GSettings *settings);

/* Reveals or hides it, and remembers that for wide windows. */
void ct_sidebar_set_revealed (CtSidebar *self, gboolean revealed);
/* Shows @page; NULL: gets out of the way of the canvas if it lies over it. */
void ct_sidebar_show_page (CtSidebar *self, const char *page);
/* The widget with the pages, borrowed. */
GtkWidget *ct_sidebar_get_pages (CtSidebar *self);
/* All of it, with what stands around the pages, borrowed. */
GtkWidget *ct_sidebar_get_widget (CtSidebar *self);

G_END_DECLS
