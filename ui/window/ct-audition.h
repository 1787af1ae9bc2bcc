/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/ct-canvas.h"
#include "ui/tools/ct-tools.h"
#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

/* Lets @playback sound what is touched: notes that @tools draw, move or click, keys of @canvas' keyboard as long as
 * they are held, and the chords of its lane. */
void ct_audition_connect (CtPlayback *playback, CtTools *tools, CtCanvas *canvas);

G_END_DECLS
