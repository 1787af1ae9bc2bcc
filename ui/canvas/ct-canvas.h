/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-chord-lane.h"
#include "ui/canvas/ct-hit-lane.h"
#include "ui/canvas/ct-keyboard.h"
#include "ui/canvas/ct-layer.h"
#include "ui/canvas/ct-note-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_CANVAS (ct_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CtCanvas, ct_canvas, CT, CANVAS, CtLayer)

/* The main view: spectrogram and notes in the middle (the stage), a piano keyboard to their left, a ruler and an
 * overview of the whole song above, and scrollbars. It scrolls, zooms and follows the playhead; CtTools adds to the
 * stage what edits notes. Properties: those of a layer. */

GtkWidget *ct_canvas_new (void);

/* The focusable widget that spans exactly the session's view. */
GtkWidget *ct_canvas_get_stage (CtCanvas *self);
CtNoteLayer *ct_canvas_get_note_layer (CtCanvas *self);
CtKeyboard *ct_canvas_get_keyboard (CtCanvas *self);
CtChordLane *ct_canvas_get_chord_lane (CtCanvas *self);
CtHitLane *ct_canvas_get_hit_lane (CtCanvas *self);

G_END_DECLS
