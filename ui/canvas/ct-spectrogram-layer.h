/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_SPECTROGRAM_LAYER (ct_spectrogram_layer_get_type ())
G_DECLARE_FINAL_TYPE (CtSpectrogramLayer, ct_spectrogram_layer, CT, SPECTROGRAM_LAYER, CtLayer)

/* Draws the visible part of the spectrogram from tiles: pictures of 256 columns of the mip level whose columns are
 * closest to a pixel wide. Tiles are painted on demand, a few per frame, and the least recently used are dropped.
 * Property "session" (CtSession, may be NULL). */
GtkWidget *ct_spectrogram_layer_new (void);

/* The lower edge of the lowest bin and the upper edge of the highest one. */
#define CT_SPECTROGRAM_LOW_MIDI 23.5
#define CT_SPECTROGRAM_HIGH_MIDI 119.5

/* How many tiles exist; for tests and benchmarks. */
guint ct_spectrogram_layer_get_n_tiles (CtSpectrogramLayer *self);
/* Paints every visible tile at once, however long that takes. */
void ct_spectrogram_layer_finish (CtSpectrogramLayer *self);

G_END_DECLS
