/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ct-note.h"

G_BEGIN_DECLS

/* For every note that has no timbre of its own (it was drawn or imported) the one that has and lies nearest in time and
 * pitch, a semitone counting as 0.2 s. @notes ([n]) are in order of onset; heard[i] says which were heard. Writes
 * nearest[i]: i itself for a note that was heard, -1 where none was. */
void ct_nearest_heard (const CtNote *notes, const gboolean *heard, gsize n, gssize *nearest);

G_END_DECLS
