/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_HARMONY_KEEPER (ct_harmony_keeper_get_type ())
G_DECLARE_FINAL_TYPE (CtHarmonyKeeper, ct_harmony_keeper, CT, HARMONY_KEEPER, GObject)

/* Finds the keys and chords of a document in a worker whenever its notes, its tempo map or what a hand set of them
 * change, and gives them to the document (ct_document_take_harmony()). Changes during a run lead to one more run, and
 * what the former one finds is dropped. */
CtHarmonyKeeper *ct_harmony_keeper_new (CtDocument *document);

/* Whether a run is under way: a reference is held as long. */
gboolean ct_harmony_keeper_get_busy (CtHarmonyKeeper *self);

G_END_DECLS
