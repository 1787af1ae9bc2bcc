/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-program.h" /* CT_N_PROGRAMS */

G_BEGIN_DECLS

#define CT_N_PROGRAM_FAMILIES 16

/* The names of General MIDI level 1, translated. @program is in [0, 127], @family in [0, 15]; a family has eight
 * programs. */
const char *ct_program_get_name (guint program);
const char *ct_program_get_family_name (guint family);

/* Whether @typed may mean @program: its number, counted from 1, or words that all occur in its name or the name of
 * its family, translated or in English. */
gboolean ct_program_matches (guint program, const char *typed);

G_END_DECLS
