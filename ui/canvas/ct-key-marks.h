/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* Draws where the key changes, in words on a ground of their own: in the ruler of bars, beside their numbers, while
 * that is shown; else in the ruler of time. @layout: as the ruler's other text. */
void ct_key_marks_draw (CtLayer *ruler, GtkSnapshot *snapshot, PangoLayout *layout, const CtGrid *grid);

/* Whether bars are shown in a session. */
gboolean ct_key_marks_has_bars (CtSession *session);

G_END_DECLS
