/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-note.h"
#include "core/base/ct-pitch-name.h"
#include "ui/canvas/ct-layer.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* How tall the lane of the chords is. */
#define CT_CHORD_PAINT_HEIGHT 20

/* Draws the document's chords in the lane @widget, transposed by @semitones and named as @naming says, with as much of
 * their names as has room, which @layout sets; a line below those that a hand has set; @playing (or NULL) stands out.
 */
void ct_chord_paint_all (GtkWidget *widget,
                         GtkSnapshot *snapshot,
                         PangoLayout *layout,
                         const CtGrid *grid,
                         CtDocument *document,
                         int semitones,
                         const CtPitchNaming *naming,
                         const CtChord *playing);

/* Says in the lane, faintly, what can be done where there are no chords. */
void ct_chord_paint_hint (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *layout, const char *text);

/* A frame around @span, fainter without the focus. */
void ct_chord_paint_selected (GtkWidget *widget, GtkSnapshot *snapshot, const CtGrid *grid, const CtTimeSpan *span);

G_END_DECLS
