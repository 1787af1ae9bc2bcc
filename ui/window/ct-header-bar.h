/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_HEADER_BAR (ct_header_bar_get_type ())
G_DECLARE_FINAL_TYPE (CtHeaderBar, ct_header_bar, CT, HEADER_BAR, GtkWidget)

/* The header bar of a window: the document's title, undo and redo with the names of the steps, the menus. Its buttons
 * need the window's actions. Those that menus, preferences or keys have, too, leave where there is no room.
 *
 * Properties: session (CtSession; NULL on the start page), title (string, read only, notifies: the document's, or the
 * program's). */
void ct_header_bar_set_session (CtHeaderBar *self, CtSession *session);
const char *ct_header_bar_get_title (CtHeaderBar *self);

G_END_DECLS
