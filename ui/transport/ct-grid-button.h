/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_GRID_BUTTON (ct_grid_button_get_type ())
G_DECLARE_FINAL_TYPE (CtGridButton, ct_grid_button, CT, GRID_BUTTON, GtkWidget)

/* Switches the snapping of a session on and off, and shows and chooses its grid. */
GtkWidget *ct_grid_button_new (void);

/* NULL: none. */
void ct_grid_button_set_session (CtGridButton *self, CtSession *session);

G_END_DECLS
