/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_PROGRAM_LIST (ct_program_list_get_type ())
G_DECLARE_FINAL_TYPE (CtProgramList, ct_program_list, CT, PROGRAM_LIST, GtkWidget)

/* The General MIDI programs by family, with a search; for a popover.
 *
 * Signal "chosen" (program: uint). */
GtkWidget *ct_program_list_new (void);
/* Selects a program, which is scrolled to when the list is shown, and clears the search. */
void ct_program_list_set_program (CtProgramList *self, guint program);

G_END_DECLS
