/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"
#include "ui/timbres/ct-lasso.h"

G_BEGIN_DECLS

#define CT_TYPE_TIMBRE_PLOT (ct_timbre_plot_get_type ())
G_DECLARE_FINAL_TYPE (CtTimbrePlot, ct_timbre_plot, CT, TIMBRE_PLOT, GtkWidget)

/* The plot of a CtTimbreMap: a point for every visible note, in the color of its track. A drag selects by lasso or box,
 * a click selects a point; Ctrl or Shift adds to the selection. The wheel zooms, the middle button pans. Arrow keys
 * step from point to point, + and - zoom, 0 fits, Ctrl+A selects all, Escape nothing.
 *
 * Properties: "session" (CtSession or NULL); "box" (boolean): a drag draws a box instead of a lasso; "description"
 * (string, read only): of the note under the pointer, or else of the one that the keyboard is at. */
GtkWidget *ct_timbre_plot_new (void);
void ct_timbre_plot_set_session (CtTimbrePlot *self, CtSession *session);
const char *ct_timbre_plot_get_description (CtTimbrePlot *self);

guint ct_timbre_plot_get_n_points (CtTimbrePlot *self);
/* Where the note is drawn, in pixels of the widget; FALSE: it is not shown. */
gboolean ct_timbre_plot_get_place (CtTimbrePlot *self, guint64 id, double *x, double *y);
/* The note drawn at (@x, @y) or near it; 0: none. */
guint64 ct_timbre_plot_pick (CtTimbrePlot *self, double x, double y);
/* Selects the notes inside a polygon of the widget's pixels, in addition to those selected if @add. Notes on locked
 * tracks are left out. */
void ct_timbre_plot_lasso (CtTimbrePlot *self, const CtLassoPoint *corners, guint n, gboolean add);

/* Multiplies the scale; what is at (@x, @y) stays there. */
void ct_timbre_plot_zoom (CtTimbrePlot *self, double factor, double x, double y);
/* Shows everything, until the user zooms or pans. */
void ct_timbre_plot_fit (CtTimbrePlot *self);

G_END_DECLS
