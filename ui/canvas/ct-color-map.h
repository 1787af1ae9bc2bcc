/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-display.h"

G_BEGIN_DECLS

/* The colour of @position in [0, 1] (clamped), 0xRRGGBB. The maps grow steadily lighter.
 *
 * Viridis, magma and inferno: S. van der Walt, N. Smith and E. Firing (CC0); cividis: J. Nunez, C. Anderton and R.
 * Renslow 2018 (CC0). Seventeen points of each, joined by straight lines. */
guint32 ct_color_map_get (CtColorMapName name, double position);

/* Its name for a person, translated; static. */
const char *ct_color_map_get_label (CtColorMapName name);

G_END_DECLS
