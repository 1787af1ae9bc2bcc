/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CT_N_PROGRAMS 128
#define CT_N_PROGRAM_FAMILIES 16

/* The names of General MIDI level 1, translated; @program in [0, 127], @family in [0, 15]: eight programs each. */
const char *ct_program_get_name (guint program);
const char *ct_program_get_family_name (guint family);

/* Whether what a person typed may mean @program: its number from 1, or words that all occur in its name or its
 * family's, in their language or in English. */
gboolean ct_program_matches (guint program, const char *typed);

G_END_DECLS
