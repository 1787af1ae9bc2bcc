/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_QUANTISE_BOX (ct_quantise_box_get_type ())
G_DECLARE_FINAL_TYPE (CtQuantiseBox, ct_quantise_box, CT, QUANTISE_BOX, GtkWidget)

/* A box to put notes on the grid of beats. While it is open, the session's preview shows the result, which is applied
 * in one step or cancelled; another preview closes it. Hidden until it is opened.
 *
 * Properties: "session" (CtSession or NULL), "open" (boolean, read, notify). */
GtkWidget *ct_quantise_box_new (void);
void ct_quantise_box_set_session (CtQuantiseBox *self, CtSession *session);

/* Opens for the selected notes, or where there are none for all; does nothing without beats. */
void ct_quantise_box_open (CtQuantiseBox *self);
gboolean ct_quantise_box_is_open (CtQuantiseBox *self);

G_END_DECLS
