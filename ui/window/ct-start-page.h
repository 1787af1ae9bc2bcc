/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_START_PAGE (ct_start_page_get_type ())
G_DECLARE_FINAL_TYPE (CtStartPage, ct_start_page, CT, START_PAGE, GtkWidget)

/* The page of a window without a document: buttons to open a recording or the demo, and the recent files
 * (GtkRecentManager). Signal "open" (GFile): a recent file was chosen. */

/* The recent file at @place of the list, borrowed; NULL beyond the last. */
GFile *ct_start_page_get_recent (CtStartPage *self, guint place);

G_END_DECLS
