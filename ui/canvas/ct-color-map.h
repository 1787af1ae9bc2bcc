/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-display.h"

G_BEGIN_DECLS

/* The color at @position, clamped to [0, 1]; 0xRRGGBB. Lightness increases steadily along each map.
 *
 * Viridis, magma and inferno: S. van der Walt, N. Smith and E. Firing (CC0); cividis: J. Nunez, C. Anderton and R.
 * Renslow 2018 (CC0). Interpolated linearly between seventeen points of each. */
guint32 ct_color_map_get (CtColorMapName name, double position);

/* Its translated name; static. */
const char *ct_color_map_get_label (CtColorMapName name);

G_END_DECLS
