/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* The notes that the eraser has touched since its button went down. It changes nothing in the document. */
typedef struct _CtEraser CtEraser;

/* @session is borrowed and outlives it. */
CtEraser *ct_eraser_new (CtSession *session);
void ct_eraser_free (CtEraser *self);

/* Touches the notes on the straight line between two points of a widget of @width x @height pixels that spans the
 * session's view. Returns whether there were any that had not been touched before. */
gboolean
ct_eraser_rub (CtEraser *self, double width, double height, double from_x, double from_y, double to_x, double to_y);

/* The touched notes (CtEditNote), as uncertain ones: how they are shown until the button goes up. */
GArray *ct_eraser_dup_preview (CtEraser *self);
/* Their ids ([*n], in no order); free them with g_free(). */
guint64 *ct_eraser_dup_ids (CtEraser *self, guint *n);

G_END_DECLS
