/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CT_TRACK_PALETTE_SIZE 24

/* The colors that new tracks take in turn, 0xRRGGBB: eight that color-blind people can tell apart on a dark background,
 * then the same lighter, then darker. */
extern const guint32 ct_track_palette[CT_TRACK_PALETTE_SIZE];

/* Color @number, counted from 0; it starts over after the last. */
static inline guint32
ct_track_palette_rgb (gsize number)
{
  return ct_track_palette[number % CT_TRACK_PALETTE_SIZE];
}

G_END_DECLS
