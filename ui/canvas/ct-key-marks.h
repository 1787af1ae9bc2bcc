/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"
#include "ui/session/ct-beat-lines.h"

G_BEGIN_DECLS

/* Where the key changes, in words on a ground of their own: in the ruler of bars, while that is shown; else in the
 * ruler of time. A change whose words have no room beside those before is a tick. */
typedef struct _CtKeyMarks CtKeyMarks;

/* Those that @ruler shows. @layout: as its other text; @lines: of which those of bars have a number, if nothing hides
 * it. */
CtKeyMarks *
ct_key_marks_new (CtLayer *ruler, PangoLayout *layout, const CtGrid *grid, const CtBeatLine *lines, gsize n_lines);
void ct_key_marks_free (CtKeyMarks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtKeyMarks, ct_key_marks_free)

/* Whether a label that belongs to @at_x and ends at @end_x is clear of them. */
gboolean ct_key_marks_is_clear (const CtKeyMarks *self, double at_x, double end_x);

void ct_key_marks_draw (const CtKeyMarks *self, GtkSnapshot *snapshot, PangoLayout *layout);

/* Whether bars are shown in a session. */
gboolean ct_key_marks_has_bars (CtSession *session);

G_END_DECLS
