/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"

G_BEGIN_DECLS

/* Rows of labeled controls that all look alike. */

/* Appends a heading for the rows that follow in @box. */
void ct_control_rows_add_heading (GtkWidget *box, const char *text);

/* Appends a label, an entry for the value of @adjustment, and below them a slider, on which a double click returns to
 * @reset. @unit (or NULL) follows the label in parentheses, @hint is the tooltip. Returns the entry, a GtkSpinButton.
 */
GtkWidget *ct_control_rows_add_slider (GtkWidget *box,
                                       const char *label,
                                       const char *unit,
                                       const char *hint,
                                       GtkAdjustment *adjustment,
                                       double reset);

/* Appends a label and an entry. Returns the entry, a GtkSpinButton. */
GtkWidget *ct_control_rows_add_spin (GtkWidget *box, const char *label, const char *hint, GtkAdjustment *adjustment);

/* Appends a label and a switch. Returns the switch. */
GtkWidget *ct_control_rows_add_switch (GtkWidget *box, const char *label, const char *hint);

/* Lets a double click on @scale set @adjustment to @reset. */
void ct_control_rows_reset_by_double_click (GtkWidget *scale, GtkAdjustment *adjustment, double reset);

/* Lets @spin show and read names of pitches instead of MIDI numbers: letters, as in C major. */
void ct_control_rows_show_pitches (GtkSpinButton *spin);
/* Names them otherwise from now on. */
void ct_control_rows_name_pitches (GtkSpinButton *spin, const CtPitchNaming *naming, const CtKey *key);

G_END_DECLS
