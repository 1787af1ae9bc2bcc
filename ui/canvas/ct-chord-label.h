/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"

G_BEGIN_DECLS

/* Writes as much of a chord's name as has room in @width_px: all of it, without its bass, or its triad. FALSE: nothing
 * has. */
gboolean ct_chord_label_fit (PangoLayout *layout,
                             const CtChord *chord,
                             const CtKey *key,
                             const CtPitchNaming *naming,
                             double width_px);

G_END_DECLS
