/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_KEYBOARD (ct_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (CtKeyboard, ct_keyboard, CT, KEYBOARD, CtLayer)

/* The keys of a piano along the session's pitches, every semitone as high as its row of notes; with pitch names as far
 * as there is room, and the pitches under the pointer and of the selected notes set off. Keys can be pressed with the
 * pointer, and slid over: signals "pressed" (uint MIDI pitch) and, always after it, "released" (the same). */

GtkWidget *ct_keyboard_new (void);

G_END_DECLS
