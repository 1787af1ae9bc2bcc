/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/tracks/ct-track-panel.h"
#include "ui/window/ct-sidebar.h"

G_BEGIN_DECLS

/* What F6 goes through, all borrowed; they live as long as the window does. */
typedef struct
{
  GtkWidget *stage; /* of the canvas */
  CtSidebar *sidebar;
  CtTrackPanel *tracks;
} CtWindowPanes;

/* Keys without a modifier: they work while the stage has the focus, so that they do not interfere with text entries. */
void ct_window_keys_add_to_stage (GtkWidget *stage);

/* Those that work everywhere in @window. Space plays wherever nothing else wants it, and from numbers; Escape, unless
 * what has the focus takes the key, ends a preview or goes from the sidebar to the canvas; F6 does that, and back. */
void ct_window_keys_add_to_window (GtkWidget *window, const CtWindowPanes *panes);

G_END_DECLS
