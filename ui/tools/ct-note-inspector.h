/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_NOTE_INSPECTOR (ct_note_inspector_get_type ())
G_DECLARE_FINAL_TYPE (CtNoteInspector, ct_note_inspector, CT, NOTE_INSPECTOR, GtkWidget)

/* What is selected: pitch, measured pitch, start, length, velocity and track, each of which can be typed for one note
 * or for all. What they do not share is shown as mixed; a number with a sign is added to what each has. Its first line
 * is a status that screen readers follow. Property "session" (CtSession, may be NULL). */

GtkWidget *ct_note_inspector_new (void);

G_END_DECLS
