/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/ct-tour.h"

G_BEGIN_DECLS

#define CT_TYPE_TOUR_BAR (ct_tour_bar_get_type ())
G_DECLARE_FINAL_TYPE (CtTourBar, ct_tour_bar, CT, TOUR_BAR, GtkWidget)

/* A bar with the step of a tour while that is active, and buttons for next, back and end; Escape ends the tour while
 * the focus is in the bar (on the canvas CtTourGuide does that). Property "tour" (CtTour or NULL). */
void ct_tour_bar_set_tour (CtTourBar *self, CtTour *tour);

G_END_DECLS
