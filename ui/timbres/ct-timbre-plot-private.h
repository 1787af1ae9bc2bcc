/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map's points as a widget, in three parts that share this and that each know those before them: where the points
 * lie (ct-timbre-plot-places.c), what the user does to them (ct-timbre-plot-input.c), and the widget that draws them
 * (ct-timbre-plot.c). Included by these alone. */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/timbres/ct-timbre-points.h"
#include "ui/timbres/ct-timbre-view.h"

G_BEGIN_DECLS

struct _CtTimbrePlot
{
  GtkWidget parent_instance;

  CtSession *session;
  gboolean box;
  CtTimbrePoints points;
  gboolean stale; /* the points must be placed again before they are used */
  char *description;

  CtTimbreView view;
  gboolean fitted; /* the view shows everything, whatever that is */

  GdkTexture *texture; /* the points as they are now, or NULL */
  int texture_scale;

  guint64 hovered; /* id of a note; 0: none */
  GArray *lasso;   /* CtLassoPoint: of the drag going on; NULL: none */
  double pan_x;    /* of the view when the pan began */
  double pan_y;
  double pointer_x;
  double pointer_y;
};

/* ct-timbre-plot-places.c */
/* Places the points and fits the view again where that is needed. To be called before either is used. */
void ct_timbre_plot_refresh (CtTimbrePlot *self);
/* The points have changed or moved: paints them again. */
void ct_timbre_plot_repaint (CtTimbrePlot *self);
void ct_timbre_plot_describe (CtTimbrePlot *self);

/* ct-timbre-plot-input.c */
void ct_timbre_plot_add_controllers (CtTimbrePlot *self);
void ct_timbre_plot_class_add_keys (GtkWidgetClass *klass);

G_END_DECLS
