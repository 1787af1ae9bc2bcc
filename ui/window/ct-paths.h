/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program's own files are: where they were installed, or, for runs from the build tree and tests, where
 * COLORATURA_DATA_DIR and COLORATURA_LOCALE_DIR say. Free them with g_free(). */
char *ct_paths_dup_data_file (const char *name);
char *ct_paths_dup_locale_folder (void);

G_END_DECLS
