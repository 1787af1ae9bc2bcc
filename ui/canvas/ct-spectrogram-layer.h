/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_SPECTROGRAM_LAYER (ct_spectrogram_layer_get_type ())
G_DECLARE_FINAL_TYPE (CtSpectrogramLayer, ct_spectrogram_layer, CT, SPECTROGRAM_LAYER, CtLayer)

/* Draws the session's visible part of the spectrogram out of tiles: textures of 256 columns each, made of the mip level
 * whose columns come nearest to a pixel, on demand and a few a frame, the least recently used thrown away. Property
 * "session" (CtSession, may be NULL). */
GtkWidget *ct_spectrogram_layer_new (void);

/* The pitches of the lower edge of the lowest bin and of the upper edge of the highest one. */
#define CT_SPECTROGRAM_LOW_MIDI 23.5
#define CT_SPECTROGRAM_HIGH_MIDI 119.5

/* How many tiles there are at present, for tests and benchmarks. */
guint ct_spectrogram_layer_get_n_tiles (CtSpectrogramLayer *self);
/* Makes every tile that is visible now, however long that takes. */
void ct_spectrogram_layer_finish (CtSpectrogramLayer *self);

G_END_DECLS
