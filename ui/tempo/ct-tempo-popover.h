/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TEMPO_POPOVER (ct_tempo_popover_get_type ())
G_DECLARE_FINAL_TYPE (CtTempoPopover, ct_tempo_popover, CT, TEMPO_POPOVER, GtkPopover)

/* Tempo, meter and bars at the playhead, how sure they are, and what a hand can do to them, by the actions "tempo." of
 * the widgets around it. Property "session" (CtSession, may be NULL). */
GtkWidget *ct_tempo_popover_new (void);

G_END_DECLS
