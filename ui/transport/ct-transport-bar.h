/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

#define CT_TYPE_TRANSPORT_BAR (ct_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (CtTransportBar, ct_transport_bar, CT, TRANSPORT_BAR, GtkWidget)

/* The bar below the canvas: start, play, loop, position, balance of recording and notes, and in a popover speed, pitch,
 * volumes and the audio device. Its buttons need the action group "playback" of CtPlaybackActions. */
GtkWidget *ct_transport_bar_new (CtPlayback *playback);

G_END_DECLS
