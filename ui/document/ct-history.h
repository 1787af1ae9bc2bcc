/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CT_TYPE_HISTORY (ct_history_get_type ())
G_DECLARE_FINAL_TYPE (CtHistory, ct_history, CT, HISTORY, GObject)

/* The steps of a document that can be undone and redone, unlimited in number. They belong to CtDocument, which
 * applies them. Properties (all notify): can-undo, can-redo (boolean), undo-name, redo-name (names of steps, or
 * NULL). */

gboolean ct_history_get_can_undo (CtHistory *self);
gboolean ct_history_get_can_redo (CtHistory *self);
const char *ct_history_get_undo_name (CtHistory *self);
const char *ct_history_get_redo_name (CtHistory *self);

G_END_DECLS
