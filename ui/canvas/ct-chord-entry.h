/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-pitch-name.h"

G_BEGIN_DECLS

#define CT_TYPE_CHORD_ENTRY (ct_chord_entry_get_type ())
G_DECLARE_FINAL_TYPE (CtChordEntry, ct_chord_entry, CT, CHORD_ENTRY, GtkPopover)

/* A chord to type, in a popover. Enter ends it with the signal "typed" (text: a chord of ct_chord_parse_as() in
 * @names, or "" for none), unless the text is no chord, which is said; Escape ends it without. */
GtkWidget *ct_chord_entry_new (CtNoteNames names, const char *text);

/* The entry itself, and what is said of it; "": nothing. */
GtkEditable *ct_chord_entry_get_editable (CtChordEntry *self);
const char *ct_chord_entry_get_error (CtChordEntry *self);

G_END_DECLS
