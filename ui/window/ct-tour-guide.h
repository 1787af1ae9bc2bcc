/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-canvas.h"
#include "ui/transport/ct-playback.h"
#include "ui/window/ct-sidebar.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

#define CT_TYPE_TOUR_GUIDE (ct_tour_guide_get_type ())
G_DECLARE_FINAL_TYPE (CtTourGuide, ct_tour_guide, CT, TOUR_GUIDE, GObject)

/* The parts of a window that the steps of the tour are about; each is referenced. */
typedef struct
{
  CtTourBar *bar; /* shows the steps */
  CtCanvas *canvas;
  GtkWidget *transport;
  CtSidebar *sidebar;
} CtTourPlaces;

/* Leads a guided tour through a window: begins it when the document is ready, points at the place each step is about,
 * and ends it with the document. Remembers in @settings that the tour was seen. */
CtTourGuide *
ct_tour_guide_new (CtWorkspace *workspace, CtPlayback *playback, GSettings *settings, const CtTourPlaces *places);

/* Begins the tour, as soon as the document is ready. */
void ct_tour_guide_start (CtTourGuide *self);
/* Ends it, for when the window goes. */
void ct_tour_guide_end (CtTourGuide *self);

G_END_DECLS
