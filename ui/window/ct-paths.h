/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* Paths of the program's own files: where they are installed, or in COLORATURA_DATA_DIR and COLORATURA_LOCALE_DIR for
 * tests and runs from the build tree. Free them with g_free(). */
char *ct_paths_dup_data_file (const char *name);
char *ct_paths_dup_locale_folder (void);

/* Where to offer to save what was made of @document: in the folder of its project or recording, unless the program or
 * the system keeps that; else with the user's music. Free it with g_object_unref(). */
GFile *ct_paths_find_work_folder (CtDocument *document);

G_END_DECLS
