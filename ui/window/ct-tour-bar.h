/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/ct-tour.h"

G_BEGIN_DECLS

#define CT_TYPE_TOUR_BAR (ct_tour_bar_get_type ())
G_DECLARE_FINAL_TYPE (CtTourBar, ct_tour_bar, CT, TOUR_BAR, GtkWidget)

/* A strip that shows the step of a tour while it is active, with buttons that lead it on, back and to its end; Escape
 * ends it while the focus is in here (and on the canvas, where the window sees to that). Property "tour" (CtTour or
 * NULL). */
void ct_tour_bar_set_tour (CtTourBar *self, CtTour *tour);

G_END_DECLS
