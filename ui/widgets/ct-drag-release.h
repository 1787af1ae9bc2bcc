/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ct_drag_get_release:
 * @drag: a drag that is being cancelled
 * @x: (out): the offset from where it began, in pixels
 * @y: (out): the offset from where it began, in pixels
 *
 * After a window was laid out anew, GTK makes a motion of its own, with the buttons as they are by then. Where a short
 * click lies in one frame with the layout, that motion comes before the release and cancels the gesture, and the click
 * would be lost.
 *
 * Returns: whether what cancels @drag only tells that its button is up already: it has ended as any other
 */
gboolean ct_drag_get_release (GtkGestureDrag *drag, double *x, double *y);

G_END_DECLS
