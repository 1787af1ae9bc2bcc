/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

/* A box that is drawn out from one corner and selects the notes in it while it changes. Depending on the session's
 * select mode it spans all pitches or the whole song. */
typedef struct _CtRubberBand CtRubberBand;

/* Begins at a place in the song; remembers what is selected. @session is borrowed and outlives it. */
CtRubberBand *ct_rubber_band_new (CtSession *session, double time_s, double midi);
void ct_rubber_band_free (CtRubberBand *self);

/* Draws it to the opposite corner and selects what is inside, @adds: besides what was selected at the beginning.
 * Returns the box. */
CtView ct_rubber_band_draw (CtRubberBand *self, double time_s, double midi, gboolean adds);
/* Selects what was selected at the beginning. */
void ct_rubber_band_cancel (CtRubberBand *self);

G_END_DECLS
