/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Paths of the program's own files: where they are installed, or in COLORATURA_DATA_DIR and COLORATURA_LOCALE_DIR for
 * tests and runs from the build tree. Free them with g_free(). */
char *ct_paths_dup_data_file (const char *name);
char *ct_paths_dup_locale_folder (void);

G_END_DECLS
