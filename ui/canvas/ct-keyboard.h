/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_KEYBOARD (ct_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (CtKeyboard, ct_keyboard, CT, KEYBOARD, CtLayer)

/* A piano keyboard along the session's pitches, each key as high as its row of notes, with names where there is room.
 * The pitches under the pointer and of selected notes are highlighted. Keys can be pressed with the pointer, which may
 * slide over them.
 *
 * Signals: "pressed" (MIDI pitch: uint), always followed by "released" (the same pitch). */

GtkWidget *ct_keyboard_new (void);

G_END_DECLS
