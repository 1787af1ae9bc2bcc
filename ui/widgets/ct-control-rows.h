/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows of labelled controls, made alike. */

/* A heading under which the rows of @box are gathered. */
void ct_control_rows_add_heading (GtkWidget *box, const char *text);

/* A label, a slider and a place to type in, appended to @box; both show @adjustment. A double click on the
 * slider goes to @reset. @unit (or NULL) is said after the label, @hint is the tooltip. Returns the place to type in.
 */
GtkWidget *ct_control_rows_add_slider (GtkWidget *box,
                                       const char *label,
                                       const char *unit,
                                       const char *hint,
                                       GtkAdjustment *adjustment,
                                       double reset);

/* A label and a place to type in, appended to @box. */
GtkWidget *ct_control_rows_add_spin (GtkWidget *box, const char *label, const char *hint, GtkAdjustment *adjustment);

/* A label and a switch, appended to @box. Returns the switch. */
GtkWidget *ct_control_rows_add_switch (GtkWidget *box, const char *label, const char *hint);

/* A double click on @scale, which shows @adjustment, goes to @reset. */
void ct_control_rows_reset_by_double_click (GtkWidget *scale, GtkAdjustment *adjustment, double reset);

/* Makes @spin show and read names of pitches. */
void ct_control_rows_show_pitches (GtkSpinButton *spin);
/* Makes @spin show, and read, @word in the place of @value. */
void ct_control_rows_show_word (GtkSpinButton *spin, int value, const char *word);

G_END_DECLS
