/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_FOCUS_KEEPER (ct_focus_keeper_get_type ())
G_DECLARE_FINAL_TYPE (CtFocusKeeper, ct_focus_keeper, CT, FOCUS_KEEPER, GObject)

/* Keeps the focus of a window where the keys are wanted:
 * - when a popover closes, whatever opened it, the focus goes back to the widget that had it when the pointer or the
 * key opened it, and to @home where that is gone (GTK would give it to the popover's parent, or to the first widget);
 * - a click on a button takes no focus away from @home and what else there is in @area, so that Space goes on playing
 * instead of clicking again;
 * - where what has the focus becomes insensitive, as a button does that leaves nothing to undo, @home gets it (GTK
 * would give it to nobody).
 *
 * @area: around @home. */
CtFocusKeeper *ct_focus_keeper_new (GtkWindow *window, GtkWidget *area, GtkWidget *home);

G_END_DECLS
