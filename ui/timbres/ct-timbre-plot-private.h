/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/timbres/ct-timbre-points.h"

G_BEGIN_DECLS

struct _CtTimbrePlot
{
  GtkWidget parent_instance;

  CtSession *session;
  gboolean box;
  CtTimbrePoints points;
  gboolean stale; /* the points are to be placed again before they are used */
  char *description;

  /* the place of the map that lies in the middle, and pixels per unit; fitted: whatever shows everything */
  double x;
  double y;
  double scale;
  gboolean fitted;

  GdkTexture *texture; /* the points as they are now, or NULL */
  int texture_scale;

  guint64 hovered; /* id of a note; 0: none */
  GArray *lasso;   /* CtLassoPoint: of a drag that is going on; NULL: none */
  double pan_x;    /* of the middle when the pan began */
  double pan_y;
  double pointer_x;
  double pointer_y;
};

/* Places the points again if need be, and fits them. */
void ct_timbre_plot_refresh (CtTimbrePlot *self);
/* To pixels. */
void ct_timbre_plot_locate (CtTimbrePlot *self, double map_x, double map_y, double *x, double *y);
/* The points have changed or lie elsewhere: they are painted anew. */
void ct_timbre_plot_repaint (CtTimbrePlot *self);
void ct_timbre_plot_describe (CtTimbrePlot *self);
/* The index of the point of note @id; -1: it is not shown. */
int ct_timbre_plot_find (CtTimbrePlot *self, guint64 id);

/* ct-timbre-plot-input.c */
void ct_timbre_plot_add_hands (CtTimbrePlot *self);
void ct_timbre_plot_class_add_keys (GtkWidgetClass *klass);

G_END_DECLS
