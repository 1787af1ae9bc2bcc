/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TEMPO_BUTTON (ct_tempo_button_get_type ())
G_DECLARE_FINAL_TYPE (CtTempoButton, ct_tempo_button, CT, TEMPO_BUTTON, GtkWidget)

/* Bar, beat and tick of the playhead, tempo and meter there, or why there are none; opens the tempo popover. Where
 * there is little room it shows less.
 *
 * Properties (readable, writable): session (CtSession), beat-finder (CtBeatFinder); both may be NULL. */
GtkWidget *ct_tempo_button_new (void);

/* What it shows. */
const char *ct_tempo_button_get_text (CtTempoButton *self);

G_END_DECLS
