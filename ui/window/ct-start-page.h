/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_START_PAGE (ct_start_page_get_type ())
G_DECLARE_FINAL_TYPE (CtStartPage, ct_start_page, CT, START_PAGE, GtkWidget)

/* What an empty window shows: open a recording, the demo, and what was opened lately (GtkRecentManager).
 * Signal "open" (GFile): one of the recent files was chosen. */

/* The recent files that are shown, as their rows' GFile, borrowed, by place; NULL beyond the last. */
GFile *ct_start_page_get_recent (CtStartPage *self, guint place);

G_END_DECLS
