/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_NOTE_INSPECTOR (ct_note_inspector_get_type ())
G_DECLARE_FINAL_TYPE (CtNoteInspector, ct_note_inspector, CT, NOTE_INSPECTOR, GtkWidget)

/* Shows the selected notes, one or many, and edits them: pitch, start, length, velocity and track; the measured pitch
 * is shown only. Values that differ are shown as mixed, and a number with a sign is added to each note's value. The
 * first line is a status for screen readers. Property "session" (CtSession, may be NULL). */

GtkWidget *ct_note_inspector_new (void);

G_END_DECLS
